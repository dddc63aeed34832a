import type { Data } from '../../../shared-types/src/model/field.ts'
import { userNamed } from './demo-users.ts'
import type { Recorder } from './recorder.ts'
import { instantAt } from './work-days.ts'

export const EAST = '330402000000'
const WEST = '330411000000'

/** Scans a day, and days up to so many days ago on which there were too few or too many. */
interface Scans {
  usual: readonly [fewest: number, most: number]
  odd?: { ago: number; counts: readonly number[] }
}

interface InventedVenue {
  code: string
  name: string
  category: string
  street: string
  scans: Scans
  bounds?: readonly [fewest: number, most: number]
  /** The station that it is handed to once its bounds are set. */
  to?: string
}

const EASTERN: readonly InventedVenue[] = [
  {
    code: 'YJ-0402-001',
    scans: { usual: [230, 290] },
    name: '城东客运站',
    category: 'station',
    street: '桂花街道',
    bounds: [200, 1500],
  },
  {
    code: 'YJ-0402-002',
    scans: { usual: [34, 90], odd: { ago: 2, counts: [12, 9, 14, 11, 8, 13, 10] } },
    name: '桂苑宾馆',
    category: 'hotel',
    street: '桂花街道',
    bounds: [20, 160],
    to: '330402510000',
  },
  {
    code: 'YJ-0402-003',
    scans: { usual: [120, 210], odd: { ago: 3, counts: [268, 251, 290, 312, 305, 287, 266] } },
    name: '望湖大酒店',
    category: 'hotel',
    street: '望湖街道',
    bounds: [30, 240],
  },
  {
    code: 'YJ-0402-004',
    scans: { usual: [70, 110] },
    name: '南堰农贸市场',
    category: 'market',
    street: '望湖街道',
    to: '330402520000',
  },
  { code: 'YJ-0402-005', scans: { usual: [18, 40] }, name: '东溪网络会所', category: 'internet', street: '桂花街道' },
]

const WESTERN: readonly InventedVenue[] = [
  {
    code: 'YJ-0411-001',
    scans: { usual: [320, 420] },
    name: '青石购物中心',
    category: 'mall',
    street: '青石街道',
    bounds: [300, 4000],
  },
  {
    code: 'YJ-0411-002',
    scans: { usual: [16, 45], odd: { ago: 4, counts: [6, 4, 7, 5, 3, 6, 4] } },
    name: '柳营浴场',
    category: 'bath',
    street: '柳营镇',
    bounds: [10, 120],
    to: '330411520000',
  },
  {
    code: 'YJ-0411-003',
    scans: { usual: [60, 95] },
    name: '桥西人民医院',
    category: 'hospital',
    street: '青石街道',
    to: '330411510000',
  },
]

/** Registered by the city and supervised by nobody yet. */
const NOBODYS: readonly InventedVenue[] = [
  { code: 'YJ-0400-001', scans: { usual: [5, 30] }, name: '云江会展中心', category: 'other', street: '桂花街道' },
  { code: 'YJ-0400-002', scans: { usual: [10, 35] }, name: '星河量贩歌城', category: 'karaoke', street: '青石街道' },
]

export const INVENTED_VENUES: readonly InventedVenue[] = [...EASTERN, ...WESTERN, ...NOBODYS]

/** The two districts register their venues and set bounds; some are handed to the stations, some are nobody's yet. */
export async function registerVenues(bureau: Recorder, day: string): Promise<void> {
  const clock = { minute: 9 * 60 }
  const act = (login: string, name: string, patch: Data, caseId?: string) => {
    clock.minute += 1
    const wish = { user: userNamed(login), at: instantAt(day, clock.minute), type: 'venues.venue', act: name, patch }
    return bureau.act(caseId === undefined ? wish : { ...wish, caseId })
  }
  const register = async (login: string, district: string | undefined, venues: readonly InventedVenue[]) => {
    for (const { code: venueCode, name, category, street, bounds, to } of venues) {
      const place = { venueCode, name, category, street, registeredOn: day, phone: phoneOf(venueCode) }
      const { id } = await act(login, 'register', { ...place, ...(district && { supervisingUnit: district }) })
      if (bounds) await act(login, 'setThresholds', { minPerDay: bounds[0], maxPerDay: bounds[1] }, id)
      if (to) await act(login, 'assign', { supervisingUnit: to }, id)
    }
  }
  await register('majianguo', EAST, EASTERN)
  await register('zhuhong', WEST, WESTERN)
  await register('hubin', undefined, NOBODYS)
}

/** A number out of the range that is kept for stories. */
const phoneOf = (code: string) => `0573-8200${code.slice(-3).padStart(4, '0')}`
