import type { Tile } from '../../model/domain.ts'

export const tiles: Readonly<Record<string, Tile>> = {
  openNow: { report: 'byState', show: 'count', states: ['open', 'received', 'explained'] },
  raisedToday: { report: 'byState', show: 'count', days: 1 },
  byRule: { report: 'byState', show: 'bars', by: ['rule', 'level'], days: 30 },
  raisedTrend: { report: 'byState', show: 'trend', days: 30 },
  raisedRanking: { report: 'byState', show: 'ranking', days: 30 },
}
