export const sealEn: Readonly<Record<string, string>> = {
  'seal.window': 'Only the window at which this request was made may stamp. Go there, or ask again at this one.',
  'seal.otherPaper': 'This paper is not the one that was approved. Ask again, so that it is looked at again.',
  'seal.unknown':
    'This window has no registration of the seal and does not know its machine. Connect to the centre first.',
  'seal.busy': 'This paper is being stamped; wait for the outcome.',
  'seal.outcome':
    'The outcome of a stamp is recorded by the machine, or said where it is asked for; it cannot be entered.',
  'seal.done': 'Stamped; counter {before} → {after}.',
  'seal.nothing': 'Not stamped: {why}',
}
