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
} as const
