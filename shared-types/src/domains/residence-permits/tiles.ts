import type { Tile } from '../../model/domain.ts'

export const tiles: Readonly<Record<string, Tile>> = {
  acceptedToday: { report: 'accepted', show: 'count', days: 1 },
  issuedToday: { report: 'issued', show: 'count', days: 1 },
  acceptedTrend: { report: 'accepted', show: 'trend', days: 30 },
  acceptedRanking: { report: 'accepted', show: 'ranking', days: 30 },
}
