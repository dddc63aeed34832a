import { addDays } from '../../../shared-types/src/engine/day.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Life, Timed } from './life.ts'
import type { Random } from './random.ts'
import type { Recorder } from './recorder.ts'
import type { SealPair } from './seals.ts'
import { instantAt } from './work-days.ts'

const REQUEST = 'seal-use.request'

export interface SealDesk extends Pick<Life, 'staff' | 'papers'> {
  recorder: Recorder
  random: Random
  /** The seal machine of this window. */
  seal: string
  seals: SealPair
  /** Until when what waits may be stamped. */
  lastUse: string
}

const PAPERS = [
  ['居住情况证明', '当事人申请出具'],
  ['居住证领取情况说明', '当事人办理入学使用'],
  ['房屋租赁登记回执', '当事人申请出具'],
  ['流动人口登记情况复函', '回复协查'],
  ['户籍资料查询结果', '单位来函查询'],
] as const

/** What becomes of a request; one that is only asked for waits for who tries the demo. */
type Fate = 'stamped' | 'settled' | 'refused' | 'withdrawn' | 'asked'

/**
 * Every fifth working day a paper is to be stamped; the last day's waits for approval. None waits to be stamped: only the
 * window that asked may do that, and this one is not there.
 */
export function sealTasks(desk: SealDesk, days: readonly string[]): Timed[] {
  // How often the machine has stamped so far: it counts from the day on which its seal was registered.
  const counter = { at: 0 }
  const weekly = days.filter((_, n) => n % 5 === 2 && n < days.length - 1)
  const past = weekly.map((day, n) => requested(desk, counter, day, fateOf(n), 9 * 60 + 50))
  return [...past, requested(desk, counter, days.at(-1)!, 'asked', 15 * 60)]
}

const fateOf = (n: number): Fate => (n === 3 ? 'refused' : n === 6 ? 'settled' : n === 8 ? 'withdrawn' : 'stamped')

function requested(desk: SealDesk, counter: { at: number }, day: string, fate: Fate, minute: number): Timed {
  const { recorder, random, staff, papers, seal, seals, lastUse } = desk
  const clerk = random.pick(staff.clerks)
  const [paperTitle, useReason] = random.pick(PAPERS)
  const stampsAsked = random.whole(1, 3)
  const isOpen = fate === 'asked'
  const patch: Data = {
    paperTitle,
    paperScan: [random.pick(papers)],
    sealUsed: isOpen ? seals.simulated : seals.own,
    stampsAsked,
    useReason,
    useUntil: isOpen ? lastUse : addDays(day, 3),
  }
  const at = (seconds: number) => instantAt(day, minute, seconds * 1000)
  const work = async () => {
    const { id } = await recorder.act({ user: clerk, at: at(0), type: REQUEST, act: 'ask', patch })
    const act = (user: typeof clerk, seconds: number, name: string, more: Data = {}) =>
      recorder.act({ user, at: at(seconds), caseId: id, type: REQUEST, act: name, patch: more })
    if (fate === 'asked') return
    if (fate === 'withdrawn') return act(clerk, 300, 'withdraw')
    if (fate === 'refused')
      return act(staff.reviewer, 600, 'refuse', { refuseReason: '文件上的日期与登记不一致，请改正后重新提交' })
    await act(staff.reviewer, 600, 'approve')
    for (let n = 1; n <= stampsAsked; n++) {
      const counterBefore = counter.at++
      await act(clerk, 900 + n * 20, 'stamp', { deviceId: seal, counterBefore })
      const said = fate === 'settled' && n === 1 ? SETTLED : { witness: 'machine' }
      await act(clerk, 908 + n * 20, n === stampsAsked ? 'fellLast' : 'fell', { counterAfter: counter.at, ...said })
    }
  }
  return { at: at(0), work }
}

/** A stamp whose answer was lost, and what the clerk saw. */
const SETTLED: Data = { witness: 'person', settleNote: '印章机应答中断，纸面上有章，印数多 1' }
