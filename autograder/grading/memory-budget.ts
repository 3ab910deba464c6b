/**
 * What all processes of the grader may take together, sandboxes apart.
 *
 * Each has a limit of its own; were all of them near theirs at once, the machine would be short.
 * When the sum is over the budget, one is ended: first what has nothing to do, then what costs no
 * submission anything, then the one that is furthest above its share. It is the processes that ask
 * for more; what a process holds within its share is never a reason to end it.
 */

/** What this process, which owns the results, is expected to take, in MB. */
const ownShareMb = 150;

const ownMb = (): number => Math.min(ownShareMb, process.memoryUsage.rss() / 1024 / 1024);

/** Below this nothing idle is worth ending: it would be started again. */
const worthMb = 120;

export interface Member {
  /** Resident memory when it was last looked at, in MB. */
  memoryMb: number;
  /** What it may always take, in MB. */
  shareMb: number;
  /** Whether it works on something. */
  isBusy: boolean;
  /** Whether what it does can be done again, at no submission's cost. */
  isExpendable: boolean;
  /** Ends it: more than `limitMb` was not left for it. */
  end(limitMb: number): void;
}

export interface MemoryBudgetOptions {
  /**
   * What this process takes, in MB; by default never more than its share, since the results of a
   * large class must cost no submission its grade.
   */
  own?: () => number;
  /** Room beside everybody's share, in MB. Default 0. */
  roomMb?: number;
}

export class MemoryBudget {
  readonly #members = new Set<Member>();
  readonly #own: () => number;
  readonly #roomMb: number;

  constructor({ own = ownMb, roomMb = 0 }: MemoryBudgetOptions = {}) {
    this.#own = own;
    this.#roomMb = roomMb;
  }

  join(member: Member): void {
    this.#members.add(member);
  }

  leave(member: Member): void {
    this.#members.delete(member);
  }

  /** The sum that is allowed, in MB: 950 with a reader, a type checker and two workers. */
  get mostMb(): number {
    return [...this.#members].reduce((sum, { shareMb }) => sum + shareMb, ownShareMb);
  }

  /** Ends members until the rest is within the budget. */
  hold(): void {
    const members = [...this.#members];
    let total = members.reduce((sum, { memoryMb }) => sum + memoryMb, this.#own());
    const mostMb = Math.max(this.mostMb, leastBudgetMb) + this.#roomMb;
    while (total > mostMb) {
      const member = next([...this.#members]);
      if (member === undefined) return;
      total -= member.memoryMb;
      this.leave(member);
      member.end(Math.max(0, Math.floor(mostMb - total)));
    }
  }
}

/** So much is there while some of them have not started yet. */
const leastBudgetMb = 950;

/** Which is to be ended; undefined when every one is within its share. */
function next(members: readonly Member[]): Member | undefined {
  const excess = ({ memoryMb, shareMb }: Member): number => memoryMb - shareMb;
  const largest = (some: readonly Member[], by: (member: Member) => number) =>
    [...some].sort((a, b) => by(b) - by(a))[0];
  if (!members.some((member) => excess(member) > 0)) return undefined;
  const byMemory = ({ memoryMb }: Member): number => memoryMb;
  return (
    largest(
      members.filter(({ isBusy, memoryMb }) => !isBusy && memoryMb > worthMb),
      byMemory,
    ) ??
    largest(
      members.filter(({ isExpendable, memoryMb }) => isExpendable && memoryMb > worthMb),
      byMemory,
    ) ??
    largest(members, excess)
  );
}
