import { StorageFault } from '../core/store/storage-fault.ts'

/**
 * A disk that fails where nobody awaits it (RxDB 17.6 reads and writes so here and there) must not end the window: the next
 * act says what is wrong. Whatever else nobody awaited ends the program, as Node would have it.
 */
export function outliveDisk(log: (error: unknown) => void): void {
  process.on('unhandledRejection', reason => {
    if (!(reason instanceof StorageFault)) throw reason
    log(reason)
  })
}
