import type { DashboardPoint, DashboardTile } from '../../api/dashboard.ts'

/** One row of bars, or the line: a count for each label, with the point behind it. */
export interface Series {
  name: string
  points: (DashboardPoint | undefined)[]
}

/** What a tile's points are as a chart: the labels of its axis, and for each part a count at each label. */
export function seriesOf({ label, points, parts }: DashboardTile): { labels: string[]; series: Series[] } {
  const labels = [...new Set(points.map(point => point.label))]
  const names = [...new Set([...parts, ...points.flatMap(point => point.part ?? [])])]
  if (!names.length) return { labels, series: [{ name: label, points: [...points] }] }
  const found = new Map(points.map(point => [`${point.label} ${point.part}`, point]))
  return {
    labels,
    series: names.map(name => ({ name, points: labels.map(at => found.get(`${at} ${name}`)) })),
  }
}
