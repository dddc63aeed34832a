import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { expect, test } from 'vitest'
import { checkPack } from '../../desktop/src/core/archive-pack/check-pack.ts'
import { addDays, addMonths } from '../../shared-types/src/engine/day.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { putPageText } from '../../sync-server/src/page-texts.ts'
import { APPLICATION, accept, blankId, done, layCard, passed, register } from './permit.ts'
import { onDatabases } from './sides.ts'

const PAPER = 'archive.paper'
const USE = 'archive.use'

/** What stands on the pages of a PDF, without the spaces between. */
async function textOf(bytes: Uint8Array): Promise<string> {
  const pdf = await getDocument({ data: new Uint8Array(bytes) }).promise
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, i) => (await (await pdf.getPage(i + 1)).getTextContent()).items),
  )
  return pages
    .flat()
    .map(item => ('str' in item ? item.str : ''))
    .join('')
    .replaceAll(/\s/g, '')
}

onDatabases(['SQLite'], 'papers that were brought once', { other: 'liuqiang' }, sides => {
  test('need not be brought to the second case, also without the line', async () => {
    const { clerk, other } = sides
    const { today } = await clerk.call('session.state', {})
    await layCard(clerk, 0)
    await register(clerk, addMonths(today, -8))
    const first = await passed(clerk, other)
    await done(clerk, APPLICATION, first, 'cancel', { cancelReason: 'applicant' })
    await clerk.sync()
    await clerk.plug(false)

    const card = await clerk.call('card.read', { type: APPLICATION })
    const asked = (patch: Data) =>
      clerk.call('archive.asked', { type: APPLICATION, id: 'new', patch: { ...card!.patch, ...patch } })
    const [residence] = await asked({ ground: 'residence' })
    expect(residence).toMatchObject({ name: 'residence', usable: [{ pages: 1 }], hindered: [] })
    const [employment] = await asked({ ground: 'employment' })
    expect(employment?.usable).toEqual([])
    expect(employment?.hindered.map(paper => paper.reasons)).toEqual([['材料种类不符']])

    const { fill } = residence!.usable[0]!
    const second = await accept(clerk, { evidence: null, ground: 'residence', ...fill } as Data)
    expect(second.answer.problems.map(p => p.text)).toEqual([])
    const { rows } = await clerk.call('cases.list', { type: USE })
    expect(rows.map(row => row.cells)).toMatchObject([{ usedAs: '免提交', usePurpose: '办理居住证' }])

    await clerk.plug(true)
    expect((await clerk.call('status', {})).refused).toBe(0)
    const { related } = await clerk.call('cases.open', { id: second.id })
    expect(related.flatMap(group => group.rows.map(row => row.type))).toContain(PAPER)
  })

  test('go with their closed case into a package that can be checked anywhere', async () => {
    const { clerk, other } = sides
    await other.sync()
    const { rows } = await other.call('cases.list', { type: APPLICATION })
    const [closed, open] = ['cancelled', 'accepted'].map(state => rows.find(row => row.state === state)!.id)
    const { bytes, name } = await other.call('archive.pack', { id: closed! })
    expect(name).toMatch(/^归档包-.*\.zip$/)
    const { manifest, problems } = await checkPack(bytes)
    expect(problems).toEqual([])
    expect(manifest!.files.length).toBeGreaterThanOrEqual(4)
    await expect(other.call('archive.pack', { id: open! })).rejects.toMatchObject({ code: 'problems' })
    await expect(clerk.call('archive.pack', { id: closed! })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('are found by what stands on them, by whoever may read them', async () => {
    const { clerk, centre } = sides
    const { rows } = await clerk.call('cases.list', { type: PAPER })
    const { sections } = await clerk.call('cases.open', { id: rows[0]!.id })
    const [hash] = sections.flatMap(section => section.cells).find(cell => cell.name === 'paperPages')!
      .value as string[]
    const lines = [{ text: '房屋租赁合同，出租方欧阳婉儿', confidence: 0.9, polygon: [] }]
    await centre.running.parts.store.transaction(({ db }) => putPageText(db, hash!, lines))
    const found = await clerk.call('archive.search', { text: '婉儿 租赁' })
    expect(found.centre).toBe(true)
    expect(found.hits).toMatchObject([{ hash, excerpt: '房屋租赁合同，出租方欧阳婉儿' }])
    expect((await clerk.call('archive.search', { text: '阳儿' })).hits).toEqual([])
    await expect(clerk.call('archive.search', { text: '婉' })).rejects.toMatchObject({ code: 'arguments' })
    await clerk.plug(false)
    expect(await clerk.call('archive.search', { text: '婉儿' })).toMatchObject({ centre: false, hits: [] })
    await clerk.plug(true)
    expect((await clerk.call('status', {})).refused).toBe(0)
  })

  test('are copied for a row of the ledger alone, and the copy says for whom and for what', async () => {
    const { clerk, other } = sides
    const { today } = await clerk.call('session.state', {})
    const { rows } = await clerk.call('cases.list', { type: PAPER })
    const id = await blankId(clerk, USE)
    const copyUntil = addDays(today, 7)
    const wish = { usedPaper: rows[0]!.id, usePurpose: 'transfer', useNote: '移交房管局', copyUntil }
    await done(clerk, USE, id, 'copy', wish)
    const { bytes, mime } = await clerk.call('archive.copy', { id })
    expect(mime).toBe('application/pdf')
    expect(await textOf(bytes)).toContain(`仅供“移交其他单位：移交房管局”使用张伟${today}出具${copyUntil}后无效`)

    await clerk.sync()
    await other.sync()
    await expect(other.call('archive.copy', { id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(clerk.call('archive.copy', { id: rows[0]!.id })).rejects.toMatchObject({ code: 'not-found' })
  })
})
