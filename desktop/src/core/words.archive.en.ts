/** What the core says about papers in the archive. */
export const archiveEn = {
  'archive.otherKind': 'Another kind of paper',
  'archive.notUsable': 'May not stand in for it',
  'archive.tooShort':
    'Too short to be looked for. Type at least two Chinese characters, or four digits or letters, that follow each other.',
  'archive.none': 'There is no document archive here. Ask the administrator.',
  'archive.copyNotYours': 'A copy is made by whoever entered the use. Enter a use of your own.',
  'archive.copyEnded': 'The copies of this entry were valid until {until}. Enter a new use.',
  'archive.copyName': 'copy-{title}.pdf',
  'archive.mark': 'For “{purpose}” only · {user} · made {day} · void after {until}',
}
