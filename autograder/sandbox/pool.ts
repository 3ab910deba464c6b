/** Runs tasks, at most `size` at a time, in the order given; the first rejection rejects all. */
export async function pool<T>(size: number, tasks: Iterable<() => Promise<T>>): Promise<void> {
  const queue = tasks[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) await next.value();
  };
  await Promise.all(Array.from({ length: Math.max(1, size) }, worker));
}
