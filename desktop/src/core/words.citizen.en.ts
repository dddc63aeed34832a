/** What the core says of the second screen and of scanned codes. */
export const citizenEn = {
  'citizen.only': 'The second screen only shows what the desk asks you to confirm.',
  'citizen.notYours': 'Only the citizen does this, on the second screen: the desk cannot do it for them.',
  'citizen.noScreen': 'No second screen is open. Open it first; without one, let them sign at the desk.',
  'citizen.noConfirm': 'A {label} needs no confirmation on the second screen.',
  'citizen.empty': 'There is nothing to confirm in the form yet. Fill it in first.',
  'citizen.over': 'This is over or was taken back by the desk. Please turn to the desk.',
  'citizen.picture': 'The signature could not be kept. Please clear it and sign again.',
  'citizen.notRated': 'This case was rated already, or is not rated.',
  'code.unknown':
    'No case has this code. Check that it stands on a receipt of this system; cases of other units are found there.',
}
