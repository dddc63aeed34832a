/** What the core says about messages to people. */
export const messagesEn = {
  'messages.forbidden': 'Messages are looked after by a system administrator.',
  'messages.dailyQuiet': 'The daily reminders lie in the quiet hours and would never go out. Choose another time.',
  'messages.settled': 'This message has been settled already. Look at how it stands now.',
  'messages.phone': 'This is no mobile number: 11 digits are needed, a landline takes no SMS.',
  'messages.mail': 'This is no mail address. Check it; it looks like lijing@example.org.',
  'messages.gateway': "The centre's configuration does not have this gateway any more.",
} as const
