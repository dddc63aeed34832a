import { describe, expect, it } from 'vitest'
import { check } from '../engine/check.ts'
import type { Domain } from '../model/domain.ts'
import { archive } from './archive/index.ts'
import { population } from './population/index.ts'
import { residencePermits } from './residence-permits/index.ts'

type Plain = Record<string, unknown>

/** The domain with one place changed: `records.permit.keys` … */
function broken(path: string, value: unknown): Domain {
  const copy = structuredClone(residencePermits) as unknown as Plain
  const steps = path.split('.')
  const last = steps.pop()!
  const at = steps.reduce((o, step) => o[step] as Plain, copy)
  if (value === undefined) delete at[last]
  else at[last] = value
  return copy as unknown as Domain
}

const application = 'records.application'
const state = { field: '$state', is: 'equal', to: 'nowhere' }
const nothing = { field: 'nothing', is: 'empty' }

/** One of each sort of reference: where it is broken, and what the complaint must name. */
const BREAKS: readonly [sort: string, path: string, value: unknown, named: RegExp][] = [
  ['dictionary of a field', `${application}.fields.kind.of`, 'sorts', /dictionary sorts/],
  ['record type of a link', 'records.permit.fields.application.to', 'permits.nothing', /permits\.nothing/],
  ['field in shown', `${application}.fields.school.shown`, nothing, /field nothing/],
  ['field in required', `${application}.fields.school.required`, nothing, /field nothing/],
  [
    'lookup in an offer',
    `${application}.fields.kind.offer`,
    [{ value: 'first', when: { some: 'none' } }],
    /lookup none/,
  ],
  ['lookup of a prefill', `${application}.fields.phone.prefill.lookup`, 'nobody', /lookup nobody/],
  ['field of a prefill', `${application}.fields.phone.prefill.field`, 'fax', /field fax/],
  [
    'code of a dictionary',
    `${application}.fields.school.shown`,
    { field: 'ground', is: 'equal', to: 'luck' },
    /code luck/,
  ],
  ['column of the list', `${application}.list.columns`, ['shoeSize'], /field shoeSize/],
  ['field of the search', `${application}.list.search`, ['shoeSize'], /field shoeSize/],
  ['field of the form', `${application}.form.0.fields`, ['shoeSize'], /field shoeSize/],
  ['field of the card', `${application}.card.name`, 'shoeSize', /field shoeSize/],
  ['key', 'records.permit.keys', ['shoeSize'], /field shoeSize/],
  ['hole of the title', `${application}.title`, '{shoeSize}', /field shoeSize/],
  ['import field', 'records.blank.imports.fields', ['shoeSize'], /field shoeSize/],
  ['import step', 'records.blank.imports.act', 'swallow', /step swallow/],
  ['record type of a lookup', `${application}.lookups.permits.record`, 'permits.nothing', /permits\.nothing/],
  ['key that a lookup matches', `${application}.lookups.permits.match`, { name: 'name' }, /key name/],
  ['state in a lookup', `${application}.lookups.permits.where`, state, /state nowhere/],
  ['field of an entitlement', `${application}.entitlements.halfYear.from.0.since`, 'never', /field never/],
  ['parameter of an entitlement', `${application}.entitlements.halfYear.months`, 'weeks', /parameter weeks/],
  ['parameter of a limit', `${application}.limits.making.due`, 'soon', /parameter soon/],
  ['state of a limit', `${application}.limits.making.states`, ['nowhere'], /state nowhere/],
  ['step of a check', `${application}.checks.ownAgent.acts`, ['dance'], /step dance/],
  ['field of a check', `${application}.checks.ownAgent.fails`, nothing, /field nothing/],
  ['state of a flag', 'records.permit.flags.dueSoon.when', state, /state nowhere/],
  ['first state', `${application}.workflow.start`, 'nowhere', /state nowhere/],
  ['state of a step', `${application}.workflow.steps.pass.to`, 'nowhere', /state nowhere/],
  ['field of a guard', `${application}.workflow.steps.pass.guards.cardKind`, nothing, /field nothing/],
  [
    'entitlement of a guard',
    `${application}.workflow.steps.pass.guards.cardKind`,
    { entitled: 'luck' },
    /entitlement luck/,
  ],
  ['act of four eyes', `${application}.workflow.steps.pass.notBy`, ['dance'], /step dance/],
  ['field that a step asks', `${application}.workflow.steps.reject.asks`, ['shoeSize'], /field shoeSize/],
  [
    'field that a step sets',
    `${application}.workflow.steps.pass.sets`,
    { shoeSize: { now: 'date' } },
    /field shoeSize/,
  ],
  [
    'source of a step',
    `${application}.workflow.steps.pass.sets`,
    { decidedOn: { later: { field: 'dawn' } } },
    /field dawn/,
  ],
  ['series', `${application}.workflow.steps.accept.sets`, { receiptNo: { number: 'lottery' } }, /series lottery/],
  ['record type of an effect', `${application}.workflow.steps.make.also.0.record`, 'leaflet', /leaflet/],
  ['act of an effect', `${application}.workflow.steps.make.also.0.act`, 'dance', /step dance/],
  ['key of an effect', `${application}.workflow.steps.make.also.1.find`, { batch: { case: 'id' } }, /key batch/],
  ['field of an effect', `${application}.workflow.steps.make.also.1.set`, { shoe: { case: 'id' } }, /field shoe/],
  [
    'files of an effect',
    `${application}.workflow.steps.accept.also.1.set`,
    { paperPages: { files: 'shoes' } },
    /field shoes/,
  ],
  ['field that takes a paper', `${application}.papers.residence.files`, 'shoeSize', /field shoeSize/],
  ['link to an earlier paper', `${application}.papers.residence.earlier`, 'name', /field name/],
  ['lookup of a paper', `${application}.papers.residence.lookup`, 'dreams', /lookup dreams/],
  ['kind of a paper', `${application}.papers.residence.kind.of`, ['poem'], /code poem/],
  ['when a paper is asked for', `${application}.papers.study.asked`, nothing, /field nothing/],
  ['template of a step', `${application}.workflow.steps.accept.prints.template`, 'poster', /template poster/],
  ['outcome of a print', `${application}.workflow.steps.make.prints.outcome.void`, 'dance', /step dance/],
  ['field of the identity', `${application}.workflow.steps.issue.identity.field`, 'face', /field face/],
  ['field of an access rule', `${application}.access.clerk.read`, nothing, /field nothing/],
  ['lookup in an access rule', `${application}.access.clerk.read`, { some: 'permits' }, /permits/],
  ['record type of a desk', 'desks.intake.record', 'leaflet', /record type leaflet/],
  ['step of a queue', 'desks.review.steps', ['dance'], /step dance/],
  ['state of a queue', 'desks.review.where', state, /state nowhere/],
  ['lookup of an intake', 'desks.intake.history', ['dreams'], /lookup dreams/],
  ['entitlement of an intake', 'desks.intake.entitlement', 'luck', /entitlement luck/],
  ['balance of a desk', 'desks.balance.balance', 'coins', /balance coins/],
  ['record type of a template', 'templates.receipt.record', 'leaflet', /record type leaflet/],
  ['hole of a template', 'templates.receipt.pages.0.0.text', '{shoeSize}', /field shoeSize/],
  ['record type of a report', 'reports.accepted.record', 'leaflet', /record type leaflet/],
  ['group of a report', 'reports.accepted.by', ['shoeSize'], /field shoeSize/],
  ['count of an equation', 'balances.cards.equal.made.left', ['dreams'], /count dreams/],
  ['sum of a count', 'balances.cards.counts.inDrawer.sum', 'note', /number field note/],
  ['record type of a difference', 'balances.cards.differences.leftInPrinter.record', 'leaflet', /leaflet/],
  [
    'word that is missing',
    'words.en.records.permit.fields.permitNo',
    undefined,
    /words en lack records\.permit\.fields\.permitNo/,
  ],
  ['word that nothing uses', 'words.zh-CN.desks.garden', '花园', /have desks\.garden/],
  ['step of a warning', `${application}.warns.offHours.acts`, ['none'], /step none/],
  ['key of a warning', `${application}.warns.sharedAddress.counts.among.0.match`, { name: 'name' }, /key name/],
  ['field that a warning counts', `${application}.warns.sharedAddress.counts.distinct`, 'nobody', /field nobody/],
  ['state in a warning', `${application}.warns.sharedAddress.counts.among.0.where`, state, /state nowhere/],
  ['sentence of a warning', 'words.en.records.application.warns.offHours', undefined, /warns\.offHours/],
  ['record type of a feed', 'feeds.prints.record', 'printing', /record type printing/],
  ['field of a feed', 'feeds.prints.device', 'printer', /text field printer/],
  ['kind of a field of a feed', 'feeds.applications.accepted.day', 'acceptedAt', /date field acceptedAt/],
  ['state in a feed', 'feeds.prints.spoilt', state, /state nowhere/],
  ['condition of a feed', 'feeds.prints.where', { field: 'printedOn', is: 'less', to: { today: 0 } }, /a case alone/],
]

describe('check names what is broken:', () => {
  it.each(BREAKS)('%s', (_, path, value, named) => {
    expect(check([residencePermits, population, archive])).toEqual([])
    const problems = check([broken(path, value), population, archive])
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.join('\n')).toMatch(named)
    expect(problems.every(p => p.startsWith('residence-permits: '))).toBe(true)
  })
})
