/** Runs work in the order in which it was asked for, one after the other; a failure is its caller's alone. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  const tail: { at: Promise<unknown> } = { at: Promise.resolve() }
  return work => {
    const run = tail.at.then(work, work)
    tail.at = run.catch(() => undefined)
    return run
  }
}
