import { describe, expect, it } from 'vitest'
import type { Data } from '../../shared-types/src/model/field.ts'
import { ADULT, clerk, form, openDesk, reviewer } from './permit-desk.ts'

const LEASE = 'b'.repeat(64)
const CARD = 'c'.repeat(64)
/** Somebody else that nobody is. */
const OTHER = '330402198503072215'

/** A desk where somebody who has lived here long enough applied, with the papers given; the case is the answer. */
async function applied(more: Data = {}) {
  const desk = await openDesk('2026-03-02')
  await desk.live(300)
  const { id } = await desk.application(clerk, 'accept', form({ evidence: [LEASE], cardCopy: [CARD], ...more }))
  const papers = () => [...desk.recorder.cases.all()].filter(c => c.type === 'archive.paper')
  const uses = () => [...desk.recorder.cases.all()].filter(c => c.type === 'archive.use')
  return { desk, id, papers, uses, receipt: desk.recorder.cases.one(id).data.receiptNo }
}

const again = (id: string): Data => form({ evidence: null, earlierProof: id })

describe('papers of an application', () => {
  it('are filed with its acceptance, and confirmed by who passes it', async () => {
    const { desk, id, papers, receipt } = await applied()
    const filed = { paperHolder: ADULT.citizenId, holderName: ADULT.name, givenWith: id, givenNo: receipt }
    expect(papers().map(c => [c.state, c.data])).toEqual([
      [
        'filed',
        {
          ...filed,
          paperKind: 'lease',
          paperPages: [LEASE],
          paperSlot: 'proof',
          givenOn: '2026-03-02',
          trustLevel: 'C',
        },
      ],
      [
        'filed',
        {
          ...filed,
          paperKind: 'idCard',
          paperPages: [CARD],
          paperSlot: 'card',
          givenOn: '2026-03-02',
          trustLevel: 'C',
        },
      ],
    ])
    await desk.application(reviewer, 'pass', {}, id)
    expect(papers().map(c => [c.state, c.data.trustLevel, c.data.trustedBy])).toEqual([
      ['confirmed', 'B', reviewer.id],
      ['confirmed', 'B', reviewer.id],
    ])
  })

  it('become a new version when it comes back', async () => {
    const { desk, id, papers } = await applied()
    await desk.application(reviewer, 'sendBack', { sendBackReason: '缺签名页' }, id)
    await desk.application(clerk, 'accept', { evidence: [CARD, LEASE], residenceProof: 'deed' }, id)
    expect(papers().map(c => [c.data.paperKind, c.data.paperPages, c.state])).toEqual([
      ['deed', [CARD, LEASE], 'filed'],
      ['idCard', [CARD], 'filed'],
    ])
  })

  it('stand in for a proof of the next one, with a row in the ledger', async () => {
    const { desk, id, papers, uses } = await applied()
    await desk.application(reviewer, 'pass', {}, id)
    await desk.application(clerk, 'cancel', { cancelReason: 'applicant' }, id)
    const lease = papers()[0]!
    const second = await desk.application(clerk, 'accept', again(lease.id))
    expect(second.state).toBe('accepted')
    expect(uses().map(c => [c.state, c.data])).toEqual([
      [
        'used',
        {
          usedPaper: lease.id,
          usePurpose: 'permit',
          usedAs: 'reuse',
          usedWith: second.id,
          usedFor: second.data.receiptNo,
          usedBy: clerk.id,
          usedAt: second.data.acceptedAt,
          usedOn: '2026-03-02',
        },
      ],
    ])
    expect(papers()).toHaveLength(2)
  })

  it('do not stand in while nobody confirmed them, of another kind, expired, void or of somebody else', async () => {
    const { desk, id, papers, uses } = await applied()
    const [lease, card] = papers()
    await desk.application(clerk, 'cancel', { cancelReason: 'applicant' }, id)
    const refused = (paper: string, more: Data = {}) =>
      expect(desk.application(clerk, 'accept', { ...again(paper), ...more })).rejects.toThrow('earlierFits')
    await refused(lease!.id)

    await desk.act(reviewer, 'archive.paper', 'confirm', {}, card!.id)
    await refused(card!.id)

    const stock = { paperHolder: ADULT.citizenId, holderName: ADULT.name, paperKind: 'lease', paperPages: [LEASE] }
    const old = await desk.act(clerk, 'archive.paper', 'register', {
      ...stock,
      givenOn: '2025-01-06',
      validUntil: '2026-03-01',
    })
    expect(old.data.trustLevel).toBe('D')
    await expect(desk.act(clerk, 'archive.paper', 'confirm', {}, old.id)).rejects.toThrow()
    await desk.act(reviewer, 'archive.paper', 'confirm', {}, old.id)
    await refused(old.id)

    const elses = await desk.act(clerk, 'archive.paper', 'register', {
      ...stock,
      paperHolder: OTHER,
      givenOn: '2026-03-02',
    })
    await desk.act(reviewer, 'archive.paper', 'confirm', {}, elses.id)
    await refused(elses.id)

    const withdrawn = await desk.act(clerk, 'archive.paper', 'register', { ...stock, givenOn: '2026-03-02' })
    await desk.act(reviewer, 'archive.paper', 'confirm', {}, withdrawn.id)
    await desk.act(clerk, 'archive.paper', 'drop', { voidNote: '扫错了人' }, withdrawn.id)
    await refused(withdrawn.id)

    await desk.act(reviewer, 'archive.paper', 'attest', { attestedHow: '电话核实' }, card!.id)
    expect(desk.recorder.cases.one(card!.id).data.trustLevel).toBe('A')
    expect(uses()).toHaveLength(0)
  })
})
