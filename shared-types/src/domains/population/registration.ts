import type { Workflow } from '../../model/record.ts'

/**
 * The small flow that both registrations share: entered, active (corrected by edits), ended and opened again, or void
 * when it was made by mistake. A void registration counts towards nothing.
 */
export function registration(names: { end: string; ended: string; reopen: string; asks: readonly string[] }): Workflow {
  return {
    start: 'draft',
    states: {
      draft: { editable: true, tone: 'wait' },
      active: { editable: true, tone: 'good' },
      [names.ended]: { tone: 'quiet' },
      void: { final: true, tone: 'bad' },
    },
    steps: {
      register: { from: ['draft'], to: 'active', by: ['auxiliary', 'clerk', 'reviewer'] },
      [names.end]: { from: ['active'], to: names.ended, by: ['auxiliary', 'clerk', 'reviewer'], asks: names.asks },
      [names.reopen]: {
        from: [names.ended],
        to: 'active',
        by: ['clerk', 'reviewer'],
        asks: ['note'],
      },
      void: {
        from: ['active', names.ended],
        to: 'void',
        by: ['reviewer'],
        notBy: ['register'],
        asks: ['voidNote'],
        danger: true,
      },
    },
  }
}
