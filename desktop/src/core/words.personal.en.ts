/** What the core says about personal data: purposes, covered values, what leaves the house, who looked at a person. */
export const personalEn = {
  'purpose.identity': 'to check identity',
  'purpose.contact': 'to contact the person',
  'purpose.correction': 'to correct a record',
  'purpose.inquiry': 'the person’s own inquiry',
  'purpose.investigation': 'an investigation required by law',
  'purpose.complaint': 'a complaint or objection',
  'purpose.other': 'other',
  'reveal.forbidden': 'Your post may not see what is covered in “{label}”.',
  'export.wholeForbidden':
    'When your post exports “{label}”, numbers and telephones are covered. Leave “whole numbers” unticked.',
  'export.note': '{unit}, exported by {user} on {time}, for: {purpose} {numbers}',
  'export.covered': '(numbers and telephones are covered)',
  'export.whole': '(whole numbers and telephones: keep it closed away and destroy it after use)',
  'list.noteFor': '{unit}, printed by {user} on {time}, for: {purpose}',
  'accessLog.offline':
    'The record of access comes from the centre, which cannot be reached now. Ask again when there is a line.',
  'accessLog.noCard': 'There is no card on the reader. Lay the person’s ID card on it, or type the number.',
  'accessLog.number': 'The number is wrong: {why}',
  'accessLog.title': 'Record of access to personal data',
  'accessLog.note':
    'Number {number}: {cases} records, {lines} lines. Handed out by {unit}, {user}, on {time}; identity: {identity}; for: {purpose}. Without what offline windows have not sent yet.',
  'accessLog.noteMore':
    'Number {number}: {cases} records, the newest {lines} lines; older ones on request. Handed out by {unit}, {user}, on {time}; identity: {identity}; for: {purpose}. Without what offline windows have not sent yet.',
  'accessLog.card': 'card read',
  'accessLog.typed': 'typed',
  'accessLog.time': 'Time',
  'accessLog.person': 'Person',
  'accessLog.unit': 'Unit',
  'accessLog.record': 'Record',
  'accessLog.act': 'Act',
  'accessLog.what': 'What, what for',
} as const
