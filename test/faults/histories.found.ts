import type { Happening } from './history.ts'

/** Histories in which something once went wrong, as short as they could be made; each begins in the first world. */
export const FOUND: Readonly<Record<string, readonly Happening[]>> = {
  'a supervisor writes at a window that may not keep what she wrote, and the centre is set back behind it': [
    { does: 'backup' },
    { does: 'act', window: 0, who: 3, what: 11, case: 0, value: 0 },
    { does: 'sync', window: 0, faults: [], upFirst: true },
    { does: 'sync', window: 0, faults: [], upFirst: true },
    { does: 'set-back' },
  ],
  'cut off after storing what a new scope withdrew, and the scope is as before again': [
    { does: 'change', what: 8 },
    { does: 'kill', window: 3, after: 6 },
    { does: 'sync', window: 3, faults: [], upFirst: false },
    { does: 'change', what: 15 },
  ],
  'cut off after storing what was new, and then the scope changes': [
    { does: 'act', window: 0, who: 0, what: 1, case: 0, value: 0 },
    { does: 'sync', window: 0, faults: [], upFirst: false },
    { does: 'kill', window: 3, after: 6 },
    { does: 'sync', window: 3, faults: [], upFirst: false },
    { does: 'change', what: 8 },
  ],
  'cut off after storing that what was held is gone, while the centre no longer looks set back': [
    { does: 'act', window: 2, who: 0, what: 0, case: 0, value: 0 },
    { does: 'backup' },
    { does: 'sync', window: 2, faults: [], upFirst: false },
    { does: 'set-back' },
    { does: 'kill', window: 2, after: 12 },
    { does: 'change', what: 0 },
    { does: 'sync', window: 2, faults: [], upFirst: false },
  ],
  'a block of numbers that the centre, set back, will not take back': [
    { does: 'backup' },
    { does: 'clock', window: 2, minutes: 576_000 },
    { does: 'sync', window: 2, faults: [], upFirst: false },
    { does: 'act', window: 2, who: 0, what: 12, case: 0, value: 0 },
    { does: 'set-back' },
    { does: 'sync', window: 2, faults: [], upFirst: false },
  ],
  'a case that came into the scope is served beyond the checkpoint, and then the scope changes': [
    { does: 'act', window: 2, who: 0, what: 8, case: 0, value: 0 },
    { does: 'act', window: 0, who: 0, what: 12, case: 0, value: 0 },
    { does: 'sync', window: 0, faults: [], upFirst: false },
    { does: 'act', window: 2, who: 0, what: 4, case: 0, value: 0 },
    { does: 'sync', window: 2, faults: [], upFirst: false },
    { does: 'sync', window: 3, faults: ['none', 'none', 'request-lost'], upFirst: false },
    { does: 'change', what: 8 },
  ],
}
