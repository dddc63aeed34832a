/** A process in which one page after the other is made or read, however the shell starts one. */
export interface PageProcess {
  /** A job of the program's kind. */
  give(job: unknown): void
  /** Hears the answer to each job, in their order: a PoolAnswer of what the program makes. */
  listen(listener: (answer: unknown) => void): void
  /** Once, when it is gone or could not be started. */
  ended(listener: () => void): void
  /** Whether the program that started it stays for it; one that rests keeps nothing alive. */
  hold(wanted: boolean): void
  kill(): void
}

/** Starts one with the file that it runs. */
export type StartPages = (program: URL) => PageProcess

/**
 * How glibc's allocator is told to give memory back (mallopt(3)): the pixels of a page are 26 MB, and by its own limits
 * it would keep those of many pages that are long done. Other systems do not read these.
 */
export const ALLOCATOR: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '1000000',
  MALLOC_TRIM_THRESHOLD_: '4000000',
}

/** The megabyte of young garbage that V8 lets lie; the pixels are none of it. */
export const V8_FLAGS: readonly string[] = ['--max-semi-space-size=1']
