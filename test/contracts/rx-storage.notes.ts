/** The small documents that the storage tests write; free of the test runner, as child processes use them too. */
import type { RxJsonSchema } from 'rxdb'

export interface Note {
  id: string
  unit: string
  at: number
  text: string
}

export const NOTES: RxJsonSchema<Note> = {
  version: 0,
  type: 'object',
  primaryKey: 'id',
  properties: {
    id: { type: 'string', maxLength: 40 },
    unit: { type: 'string', maxLength: 20 },
    at: { type: 'number', minimum: 0, maximum: 1e15, multipleOf: 1 },
    text: { type: 'string' },
  },
  required: ['id', 'unit', 'at', 'text'],
  indexes: [['unit', 'at']],
}

export function note(n: number, text = `note ${n}`): Note {
  return { id: `note-${String(n).padStart(5, '0')}`, unit: `unit-${n % 5}`, at: n, text }
}
