import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { type At, type Life, plan, type Resident, today } from './life.ts'
import { APPLICATION, issueCard, makeCard, scrapCard } from './permit-cards.ts'

export type Fate = 'issued' | 'rejected' | 'cancelled' | 'sentBack' | 'scrapped'

export interface Request {
  resident: Resident
  kind: 'first' | 'endorsement' | 'renewal' | 'replacement'
  permit?: Case
  replaceReason?: string
  fate: Fate
  /** Working days to each next step; the last days of the demo are regular, so that every queue has something in it. */
  prompt?: true
  onIssued?: () => void
}

/** What the form of this person says. */
function formOf(life: Life, { resident, kind, permit, replaceReason }: Request): Data {
  const { random } = life
  const paper = () => random.pick(life.papers)
  const agent = resident.child ? life.invent([30, 45]) : undefined
  return {
    ...resident.person,
    photo: [life.portraits[hash(resident.person.citizenId) % life.portraits.length]!],
    kind,
    address: resident.address,
    ...groundOf(life, resident),
    evidence: [paper(), ...(random.chance(0.3) ? [paper()] : [])],
    ...(permit && { permitNo: String(permit.data.permitNo) }),
    ...(kind === 'endorsement' && { permitUntil: String(permit!.data.endorsedUntil) }),
    ...(replaceReason && { replaceReason }),
    ...(agent && {
      byAgent: true,
      agentName: agent.name,
      agentId: agent.citizenId,
      relation: 'parent',
      agentProof: [paper()],
    }),
  }
}

function groundOf({ random }: Life, { child, employer }: Resident): Data {
  if (child) return { ground: 'study', school: '模拟实验学校', studyProof: 'statement' }
  if (employer && random.chance(0.5))
    return { ground: 'employment', employer, employmentProof: random.pick(['contract', 'statement']) }
  return { ground: 'residence', residenceProof: random.weighted({ lease: 70, deed: 10, landlord: 12, employer: 8 }) }
}

/** Takes an application in and plans its way through the station. */
export async function accept(life: Life, at: At, request: Request): Promise<void> {
  const user = life.random.pick(life.staff.window)
  const { id } = await life.recorder.act({
    user,
    at: at(),
    type: APPLICATION,
    act: 'accept',
    patch: formOf(life, request),
  })
  plan(life, request.prompt ? 1 : life.random.whole(1, 2), later => review(life, later, id, request))
}

async function review(life: Life, at: At, id: string, request: Request): Promise<void> {
  const { recorder, random, staff } = life
  const on = { user: staff.reviewer, at: at(), caseId: id, type: APPLICATION }
  if (request.fate === 'rejected') {
    const rejectReason = random.weighted({ evidence: 5, identity: 1, ground: 2, photo: 1 })
    await recorder.act({ ...on, act: 'reject', patch: { rejectReason, rejectNote: REJECTIONS[rejectReason] } })
    return
  }
  if (request.fate === 'sentBack') {
    await recorder.act({ ...on, act: 'sendBack', patch: { sendBackReason: '租赁合同缺少出租人签名页，请补扫' } })
    plan(life, 1, later => acceptAgain(life, later, id, { ...request, fate: 'issued' }))
    return
  }
  if (request.kind === 'endorsement') return void (await recorder.act({ ...on, act: 'endorse' }))
  await recorder.act({ ...on, act: 'pass' })
  if (request.fate === 'cancelled') return plan(life, 1, later => cancel(life, later, id))
  plan(life, request.prompt ? 1 : random.whole(1, 2), later => make(life, later, id, request))
}

async function acceptAgain(life: Life, at: At, id: string, request: Request): Promise<void> {
  const user = life.random.pick(life.staff.window)
  await life.recorder.act({ user, at: at(), caseId: id, type: APPLICATION, act: 'accept' })
  plan(life, 1, later => review(life, later, id, request))
}

async function cancel(life: Life, at: At, id: string): Promise<void> {
  const user = life.random.pick(life.staff.clerks)
  await life.recorder.act({
    user,
    at: at(),
    caseId: id,
    type: APPLICATION,
    act: 'cancel',
    patch: { cancelReason: 'applicant' },
  })
}

async function make(life: Life, at: At, id: string, request: Request): Promise<void> {
  await makeCard(life, at, id, () => {
    if (request.fate === 'scrapped')
      return plan(life, 2, async later => {
        await scrapCard(life, later, id)
        plan(life, 1, again => make(life, again, id, { ...request, fate: 'issued' }))
      })
    plan(life, request.prompt ? 1 : life.random.whole(1, 6), async later => {
      await issueCard(life, later, id)
      request.onIssued?.()
    })
  })
}

/** A form that somebody began and has not finished. */
export async function leaveDraft(life: Life, at: At, resident: Resident): Promise<void> {
  const { citizenId, name, sex, nation, birth, homeAddress } = resident.person
  await life.recorder.act({
    user: life.staff.clerks[0]!,
    at: at(),
    type: APPLICATION,
    act: 'edit',
    patch: {
      citizenId,
      name,
      sex,
      nation,
      birth,
      homeAddress,
      kind: 'first',
      note: `${today(life)} 忘带租赁合同，改日再来`,
    },
  })
}

const REJECTIONS = {
  evidence: '租赁合同已到期且未续签，不能证明在居住地有合法稳定住所。',
  identity: '提交的居民身份证与本人不一致，须重新核对身份。',
  ground: '所述用人单位确认申请人已离职，合法稳定就业的条件不成立。',
  photo: '相片背景和清晰度不符合制证要求，重新拍照后可再申请。',
} as const

const hash = (text: string) => [...text].reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) >>> 0, 7)
