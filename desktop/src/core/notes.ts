import type { Kept } from './store/kept.ts'

/** Single facts of this window, each durable when `put` answers. */
export interface Notes {
  get<T>(id: string): Promise<T | undefined>
  put(id: string, value: unknown): Promise<void>
}

export const notes = (store: Kept<unknown>): Notes => ({
  get: async <T>(id: string) => (await store.get(id)) as T | undefined,
  put: (id, value) => store.put(id, value),
})
