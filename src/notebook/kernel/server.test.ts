import { describe, expect, test, vi } from 'vitest';
import type { ErrorReport } from './report.js';
import { honourStopOnError, mendProtocol, reportErrors } from './server.js';
import type { ExecuteReply, JupyterHandler, Message, Server } from './tslab-modules.js';

interface Sent {
  type: string;
  content: unknown;
  to: unknown;
}

function protocol(reply: ExecuteReply) {
  const sent: Sent[] = [];
  const message = (content: unknown): Message => ({
    header: { msg_type: '' },
    content,
    createReply: () => message({}),
    signAndSend(_key, to) {
      sent.push({ type: this.header.msg_type, content: this.content, to });
    },
  });
  const reset = vi.fn();
  const handler: JupyterHandler = {
    execCount: 1,
    execQueue: { reset },
    handleKernel: () => ({ banner: 'TypeScript' }),
    async handleExecute() {
      if (reply.status === 'error') handler.execQueue.reset(200);
      return { ...reply };
    },
    createWriteToIopub: () => () => true,
  };
  const server: Server = {
    connInfo: { key: 'k' },
    iopub: 'iopub',
    init: async () => {},
    bindSocket: async () => {},
    handleExecute: async () => {},
    handleCommInfoRequest() {},
    handleShutdown() {},
  };
  return { sent, handler, server, reset, message };
}

const report: ErrorReport = { ename: 'TypeError', evalue: 'no', text: 'TypeError: no\n\nIn [1]' };

describe('reportErrors', () => {
  test('a failed cell is answered with the error message of the protocol', async () => {
    const { sent, handler, server, message } = protocol({ status: 'error', execution_count: 3 });
    reportErrors(server, handler, () => report);
    await server.handleExecute('shell', message({ code: '' }));
    const told = { ename: 'TypeError', evalue: 'no', traceback: ['TypeError: no', '', 'In [1]'] };
    expect(sent).toEqual([
      { type: 'error', content: told, to: 'iopub' },
      {
        type: 'execute_reply',
        content: { status: 'error', execution_count: 3, ...told },
        to: 'shell',
      },
    ]);
  });

  test('a skipped cell is "aborted", as the protocol spells it', async () => {
    const { sent, handler, server, message } = protocol({
      status: 'abort',
      execution_count: undefined,
    });
    reportErrors(server, handler, () => undefined);
    await server.handleExecute('shell', message({ code: '' }));
    expect(sent).toMatchObject([{ type: 'execute_reply', content: { status: 'aborted' } }]);
  });
});

describe('honourStopOnError', () => {
  test('cells behind a failed one are refused only when the front end wants it', async () => {
    const { handler, reset } = protocol({ status: 'error', execution_count: 1 });
    honourStopOnError(handler);
    await handler.handleExecute({ code: '', stop_on_error: false }, vi.fn(), vi.fn());
    await handler.handleExecute({ code: '' }, vi.fn(), vi.fn());
    expect(reset.mock.calls).toEqual([[undefined], [200]]);
  });
});

describe('mendProtocol', () => {
  test('answers a question about comms with the right kind of reply', () => {
    const { sent, handler, server, message } = protocol({ status: 'ok', execution_count: 1 });
    mendProtocol(server, handler);
    server.handleCommInfoRequest('shell', message({}));
    expect(sent).toEqual([
      { type: 'comm_info_reply', content: { status: 'ok', comms: {} }, to: 'shell' },
    ]);
    expect(handler.handleKernel()).toEqual({ banner: 'TypeScript', status: 'ok' });
  });
});
