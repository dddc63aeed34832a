import { expect, test } from 'vitest'
import { archiveZhCN } from '../../desktop/src/renderer/words/archive.zh-CN.ts'
import { archive } from '../../shared-types/src/domains/archive/index.ts'
import { addMonths } from '../../shared-types/src/engine/day.ts'
import { APPLICATION, done, layCard, passed, register } from '../journeys/permit.ts'
import { focusOn, layAnew, PATIENCE, plug, press, sees, words } from './desk.ts'
import { field, openIntake, receiptNo } from './permit-steps.ts'
import { atStation } from './station.ts'

const { dictionaries } = archive.words['zh-CN']

atStation('papers that were brought once', { clerk: 'zhangwei', other: 'liuqiang' }, here => {
  test('a second case needs none: one key, without the line', { timeout: 4 * PATIENCE }, async () => {
    const { clerk, other } = here
    const { page, window } = clerk
    await layCard(window, 0)
    await register(window, addMonths((await window.call('session.state', {})).today, -8))
    const first = await passed(window, other.window)
    await done(window, APPLICATION, first, 'cancel', { cancelReason: 'applicant' })
    await window.sync()
    await plug(page)

    await openIntake(page)
    await layAnew(clerk, 0)
    await focusOn(page, words.file.portrait)
    await press(page, 'F4')
    await focusOn(page, field.kind!)
    const offered = page.getByRole('region', { name: archiveZhCN.title.replace('{{what}}', field.evidence!) })
    await offered.getByText(dictionaries.paperKinds!.lease!).waitFor()
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/intake-papers.png` })
    await press(page, 'Alt+m')
    await offered.getByText(archiveZhCN.taken).waitFor()
    await sees(page, words.form.complete)
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/intake-taken.png` })
    await press(page, 'F9')
    const receipt = await receiptNo(page)
    const { rows } = await window.call('cases.list', { type: 'archive.use' })
    expect(rows.map(row => row.cells.usedFor)).toEqual([receipt])
    await plug(page)
  })

  test('the search says when there is nothing, and what is too short', { timeout: 3 * PATIENCE }, async () => {
    const { page } = here.clerk
    await page.getByRole('link', { name: archiveZhCN.menu }).click()
    await focusOn(page, archiveZhCN.menu)
    await page.keyboard.type('婉')
    await press(page, 'Enter')
    await sees(page, '要找的文字太短')
    await press(page, 'Control+A')
    await page.keyboard.type('欧阳婉儿')
    await press(page, 'Enter')
    await sees(page, archiveZhCN.none)
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/papers.png` })
  })
})
