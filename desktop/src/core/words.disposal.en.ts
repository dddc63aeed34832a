/** What the core says about erasing what has run out. */
export const disposalEn = {
  'disposal.forbidden': 'Erasing what has run out is proposed by a security officer and approved by an audit officer.',
  'disposal.nothing':
    'Nothing of this kind can be proposed now: nothing has run out, or all of it is proposed or held.',
  'disposal.settled': 'This has been settled already. Look at how it stands now.',
  'disposal.own': 'Whoever proposed it cannot approve it. Somebody else must.',
  'disposal.noNumber': 'No record of your units has this number. Check the number.',
} as const
