import type { zhCN } from './words.zh-CN.ts'

/** The same keys as the Chinese file, any wording. */
export type EngineWords = {
  readonly [Group in keyof typeof zhCN]: { readonly [Key in keyof (typeof zhCN)[Group]]: string }
}

export const en: EngineWords = {
  problems: {
    unknown: 'The action “{step}” is not known here. Update this station to the newest version and try again.',
    'unknown.erased': 'This record was erased when its time had run out. It cannot be changed any more.',
    'unknown.field': 'The form has no field “{field}”. Update this station to the newest version and try again.',
    'unknown.heading':
      'The heading “{heading}” is no column of this template. Use a freshly downloaded template, or delete the column.',
    'unknown.twice': 'The heading “{heading}” appears twice. Keep one of the two columns.',
    forbidden: 'Your present post may not do “{step}”. Switch posts, or ask a colleague who may.',
    'forbidden.field': 'Your present post may not fill in “{field}”. Switch posts, or ask a colleague who may.',
    stale: '“{field}” was changed at another window since you looked. Refresh, compare, and enter it again.',
    state: 'The state is “{state}”, so “{step}” is not possible. Refresh and go on from the present state.',
    guard: 'The conditions for “{step}” are not met. Check the contents of this case.',
    check: 'The contents contradict each other. Check them and submit again.',
    required: 'Fill in “{field}”.',
    'required.heading': 'The required column “{heading}” is missing. Use a freshly downloaded template.',
    locked: '“{field}” is filled in by the system and cannot be changed by hand. Undo your change to it.',
    'four-eyes': 'You have taken part in this case, so you may not do “{step}”. Ask another colleague to do it.',
    'four-eyes.concerned':
      'You made one of the records that this is about, so you may not do “{step}”. Ask another colleague to do it.',
    offline: '“{step}” needs the server. Try again when the network is back.',
    number:
      'The number is not in a block leased to this station, or the block is used up. Fetch a new block online and try again.',
    'number.field':
      'The number in “{field}” is not in a block leased to this station, or the block is used up. Fetch a new block online and try again.',
    group: 'The records that belong to “{step}” are not complete, so none of it took effect. Refresh and do it again.',
    identity:
      'The identity of the holder is not checked yet, so “{step}” is not possible. Read their card, or enter the number on the receipt.',
    kind: '“{field}” does not hold the right sort of content. Delete it and enter it again.',
    'kind.rounded':
      'The spreadsheet rounded the long number in “{field}”. Format the column as text and enter it again.',
    'kind.dated': 'The spreadsheet turned “{field}” into a date. Format the column as text and enter it again.',
    'kind.flag': '“{field}” must be yes or no. Correct it.',
    'kind.time': '“{field}” is not a time. Write it like 2026-11-22T08:30:00Z.',
    max: '“{field}” must not be more than {limit}. Enter a smaller value.',
    'max.text': '“{field}” may have {limit} characters and has {count}. Shorten it.',
    'max.files': '“{field}” may have {limit} files and has {count}. Remove some.',
    'max.table': '“{field}” may have {limit} rows and has {count}. Remove some.',
    min: '“{field}” must not be less than {limit}. Enter a greater value.',
    'min.text': '“{field}” needs at least {limit} characters and has {count}. Complete it.',
    chars: '“{field}” contains characters that cannot be used. Delete them and enter it again.',
    'chars.digits': '“{field}” may contain digits only. Remove the rest.',
    'chars.code': '“{field}” may contain letters, digits and - / _ . only. Remove the rest.',
    'chars.latin': '“{field}” may contain Latin letters only. Correct it.',
    'chars.ip': '“{field}” is an IPv4 address such as 10.40.11.21. Check it.',
    'chars.mac':
      '“{field}” is the address of a network card, six pairs of hexadecimal digits such as 02:00:5E:40:01:21. Check it.',
    'chars.line': '“{field}” is a single line. Remove the line breaks.',
    date: '“{field}” is not a date. Write it like 2026-01-05.',
    before: '“{field}” must not be before {limit}. Check the date.',
    after: '“{field}” must not be after {limit}. Check the date.',
    'not-number': '“{field}” must be a number. Correct it.',
    whole: '“{field}” must be a whole number. Remove the decimals.',
    choice: '“{field}” is not one of the values offered. Choose from the list.',
    'person-id':
      '“{field}” must be an 18-digit citizen number or a permanent residence number; it has {count} characters. Compare it with the card.',
    'person-id.old':
      '“{field}” is an old 15-digit number, which is no longer valid. Enter the 18 digits of the present card.',
    'person-id.characters':
      '“{field}” has a character that cannot be there: 17 digits, then a digit or X. Compare it with the card.',
    'person-id.normal':
      '“{field}” has spaces, full-width characters or small letters. Enter it with plain digits and capitals.',
    'person-id.rounded':
      'The spreadsheet lost the last digits of “{field}” (it keeps 15). Format the column as text and enter it again.',
    'person-id-date': 'The date of birth in “{field}” does not exist. Compare digits 7 to 14 with the card.',
    'person-id-date.future': 'The date of birth in “{field}” is after today. Compare digits 7 to 14 with the card.',
    'person-id-date.old': 'The date of birth in “{field}” is before 1900. Compare digits 7 to 14 with the card.',
    'person-id-date.2017': 'The date of birth in “{field}” does not exist. Compare characters 8 to 13 with the card.',
    'person-id-digit':
      'The check digit of “{field}” does not fit: one digit is probably wrong. Compare each digit with the card.',
    'person-id-holder': '“{field}” must be a citizen’s number: the rules behind this service are for citizens only.',
    'person-id-holder.hong-kong':
      '“{field}” belongs to a resident of Hong Kong, who applies for the permit of Hong Kong, Macao and Taiwan residents.',
    'person-id-holder.macao':
      '“{field}” belongs to a resident of Macao, who applies for the permit of Hong Kong, Macao and Taiwan residents.',
    'person-id-holder.taiwan':
      '“{field}” belongs to a resident of Taiwan, who applies for the permit of Hong Kong, Macao and Taiwan residents.',
    'person-id-holder.foreigner': '“{field}” belongs to a foreigner. Send them to the exit and entry window.',
    'person-id-area':
      'The area code at the start of “{field}” does not exist. Compare the first 6 digits with the card.',
    'org-code':
      '“{field}” must be an 18-character unified social credit code (digits and capitals without I, O, S, V, Z). Compare it with the licence.',
    'org-code.rounded':
      'The spreadsheet lost the last digits of “{field}” (it keeps 15). Format the column as text and enter it again.',
    'org-code-digit':
      'The check character of “{field}” does not fit: one character is probably wrong. Compare each with the licence.',
    area: '“{field}” is no present administrative area. Choose province, city and county from the list.',
    'area.county': '“{field}” must name a county or district. Choose it from the list.',
    phone: '“{field}” must be an 11-digit mobile number, or a landline with its area code like 020-12345678. Check it.',
    link: '“{field}” does not point to a record. Choose it again.',
    unit: '“{field}” is neither the name nor the code of a unit. Choose one from the list.',
    files: 'The files in “{field}” are damaged. Delete them and upload them again.',
    table: '“{field}” does not hold a table. Delete it and enter it again.',
    'table.strange': '“{field}” is nothing that this type asks for. Remove it, or fill in what is asked.',
    'table.again': '“{field}” stands there twice. Keep one.',
    'table.unknown': '“{field}” has no column “{column}”. Update this station to the newest version and try again.',
  },
  place: { row: '{field}, row {row}', column: '{field}, row {row}, {column}', none: 'this field' },
  errors: {
    calendar:
      'The calendar has no holidays for {year}, so working days cannot be counted. An administrator enters the holidays and working weekends of that year under Settings → Calendar.',
  },
  values: { yes: 'Yes', no: 'No', files: '{count} file(s)' },
  acts: { edit: 'Edit', withdraw: 'Withdraw' },
  columns: { $state: 'State', $unit: 'Unit', $creator: 'Registered by', $id: 'Id', month: 'Month', day: 'Day' },
  address: { area: 'area', street: 'street and number', community: 'community', building: 'building', room: 'room' },
  hints: {
    required: 'required',
    text: 'at most {max} characters',
    date: 'like 2026-01-05',
    time: 'like 2026-01-05T08:30:00Z',
    number: 'a number',
    whole: 'a whole number',
    flag: 'Yes or No',
    choice: 'choose from the list',
    personId: '18 digits; format the cell as text',
    orgCode: '18-character unified social credit code; format the cell as text',
    area: 'area code or full name, like 广东省广州市天河区',
    phone: 'mobile number, or landline with area code',
    link: 'id of a record',
    unit: 'full name or code of a unit',
  },
}
