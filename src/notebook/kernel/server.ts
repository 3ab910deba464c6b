/** tslab's side of the Jupyter protocol, with what it leaves out. */
import { cellOutput } from './output.js';
import type { ErrorReport } from './report.js';
import type {
  ExecuteRequest,
  JupyterHandler,
  Message,
  Server,
  WriteDisplay,
  WriteStream,
} from './tslab-modules.js';

/**
 * Makes a failed cell answer with the protocol's `error` message (tslab only writes to stderr), and
 * `aborted` spelt as the protocol spells it.
 */
export function reportErrors(
  server: Server,
  handler: JupyterHandler,
  lastError: () => ErrorReport | undefined,
): void {
  server.handleExecute = async (socket, message) => {
    const send = (type: string, content: unknown, to: unknown = server.iopub): void => {
      const reply: Message = message.createReply();
      reply.header.msg_type = type;
      reply.content = content;
      reply.signAndSend(server.connInfo.key, to);
    };
    const output = cellOutput(send);
    const writeStream: WriteStream = (name, text) => output.stream(name, text);
    const writeDisplay: WriteDisplay = (content, update) => output.display(content, update);

    const request = message.content as ExecuteRequest;
    const reply = await handler.handleExecute(request, writeStream, writeDisplay);
    output.finish();
    if (reply.status === 'abort') reply.status = 'aborted';
    const error = reply.status === 'error' ? lastError() : undefined;
    if (error === undefined) {
      send('execute_reply', { user_expressions: {}, ...reply }, socket);
      return;
    }
    const { ename, evalue } = error;
    const content = { ename, evalue, traceback: error.text.split('\n') };
    send('error', content);
    send('execute_reply', { ...reply, ...content }, socket);
  };
}

/**
 * Sockets that take any number of messages at once. By default zeromq.js takes 512 between two turns
 * of the event loop, and ZeroMQ holds 1,000: of more, the last are dropped, "idle" among them, and
 * the cell stays busy for ever.
 */
export function holdAll(server: Server): void {
  const bind = server.bindSocket.bind(server);
  server.bindSocket = (socket, port) => {
    socket.sendHighWaterMark = 0;
    socket.sendTimeout = 0;
    return bind(socket, port);
  };
}

/**
 * After an error tslab refuses every cell for 200 ms, whatever the front end asked for. Only a
 * request that says so (`stop_on_error`, the default) stops those behind it.
 */
export function honourStopOnError(handler: JupyterHandler): void {
  let stop = true;
  const execute = handler.handleExecute.bind(handler);
  handler.handleExecute = (request, writeStream, writeDisplay) => {
    stop = request.stop_on_error !== false;
    return execute(request, writeStream, writeDisplay);
  };
  const reset = handler.execQueue.reset.bind(handler.execQueue);
  handler.execQueue.reset = (delay) => reset(stop ? delay : undefined);
}

/** Small repairs: the reply to `comm_info_request`, and an exit that does not linger. */
export function mendProtocol(server: Server, handler: JupyterHandler): void {
  const kernelInfo = handler.handleKernel.bind(handler);
  handler.handleKernel = () => ({ ...kernelInfo(), status: 'ok' });
  server.handleCommInfoRequest = (socket, message) => {
    const reply = message.createReply();
    reply.header.msg_type = 'comm_info_reply';
    reply.content = { status: 'ok', comms: {} };
    reply.signAndSend(server.connInfo.key, socket);
  };
  const shutdown = server.handleShutdown.bind(server);
  server.handleShutdown = (socket, message) => {
    shutdown(socket, message);
    // Open timers of a student, or TensorFlow's threads, would keep the process alive.
    setTimeout(() => process.exit(0), 500);
  };
}
