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
  'archive.packNotYours':
    'A package for the archive has every value whole: only a post that may take cases out whole makes one. Ask the reviewer.',
  'archive.packOpen': 'The case is not closed yet: no package can be made of it.',
  'archive.packUnsent': 'Some of this case has not been sent to the centre. Connect, and make the package then.',
  'archive.packName': 'archive-{title}.zip',
  'archive.mark': 'For “{purpose}” only · {user} · made {day} · void after {until}',
}
