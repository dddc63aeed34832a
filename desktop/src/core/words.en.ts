import type { zhCN } from './words.zh-CN.ts'

export const en: Readonly<Record<keyof typeof zhCN, string>> = {
  'call.unknown': 'The program knows no call “{name}”: screen and program differ in version. Restart this window.',
  'call.arguments': 'What was sent does not fit: {detail}',
  'call.internal':
    'The program failed ({detail}). What you saved is safe. Try again; if it stays, tell the administrator the time.',
  'centre.name': 'The centre (by itself)',
  'session.none': 'Nobody is signed in, or the sign-in has ended. Sign in again.',
  'session.noSuchPost': 'You do not hold this post. Ask the administrator.',
  'signIn.wrong': 'Login or password is not right. Check both and type them again.',
  'signIn.locked': 'Password or code was wrong several times. Wait {seconds} seconds and try again.',
  'signIn.factor':
    'The code is wrong or was used. Type the 6 digits that the authenticator shows now, or an unused recovery code.',
  'signIn.factorOffline':
    'Your post asks for a code and can only be taken while the centre is reached. Try again when the network is back.',
  'signIn.tooLong':
    'Your last sign-in with the centre is more than {days} days ago. Try again when the network is back.',
  'over.closed':
    'Your sign-in at this station was ended, by the security officer or by yourself. Sign in again; if it was not you, tell the security officer.',
  'over.left': 'Your posts were withdrawn or your account was ended. Ask the administrator.',
  'over.password': 'Your password was changed. Sign in with the new one.',
  'password.short': 'The new password is too short: at least 10 characters; a sentence will do.',
  'password.own': 'The new password is mostly your login, your name or your unit. Choose another.',
  'password.common': 'The new password is easily guessed. Choose another, such as a few unrelated words.',
  'password.used': 'You had this password lately. Choose another.',
  'password.online': 'To change the password, sign in while the centre is reached.',
  'people.two-offices': 'Nobody holds two offices, or an office beside other work.',
  'people.own-posts': 'Nobody changes their own posts. Ask another security officer.',
  'people.last-officer': 'The last holder of this office cannot be withdrawn or ended. Appoint a successor first.',
  'people.login': 'Somebody else has this login. Choose another.',
  'people.officer': 'Auxiliary staff hang under an officer of the same unit. Choose again.',
  'people.posts': 'The posts do not fit: a unit does not exist, or a post is there twice.',
  'people.unit': 'That unit does not exist.',
  'people.officerSecret':
    'Password and authenticator of an officer are reset on the server only (command admin password), so that nobody takes their place.',
  'session.locked': 'The window is locked. Type your password to open it.',
  'session.notYours':
    'That is not the password of the person who was signed in. Try again, or sign in as somebody else.',
  'signIn.station':
    'The centre does not accept this station (it may have been switched off). Ask the administrator to enrol it again.',
  'signIn.ended': 'This person has left and cannot sign in. Ask the administrator.',
  'signIn.noPost': '{name} holds no post yet and cannot sign in. Ask the administrator for one.',
  'signIn.notEnrolled': 'This computer is not enrolled as a station. Type the code that the administrator gave you.',
  'signIn.firstOffline':
    'The centre cannot be reached, and you have never signed in here, so you cannot do so offline. Wait for the network, or let a colleague who has signed in here work.',
  'enrol.code': 'The code is wrong, used or out of date. Ask the administrator for a new one.',
  'enrol.codeOther':
    'The code is wrong, used, out of date, or not for this station. Ask the administrator for a code for this very station (Settings → Windows).',
  'enrol.address':
    'The address of the centre is https:// with the name or IP address of the server and its port, and nothing behind it.',
  'enrol.already': 'This computer is enrolled as “{name}” already.',
  'case.missing': 'This record is not here: it may lie outside what you may see, or have been withdrawn.',
  'case.forbidden': 'Your post may not see this record.',
  'type.forbidden': 'Your post may not see “{label}”.',
  'export.forbidden': 'Your post may not export “{label}”.',
  'field.missing': 'This record has no “{field}”.',
  'draft.tooLarge': 'The draft is too large. Use fewer files or less text.',
  'server.unreachable':
    'The centre cannot be reached. Check the network; what you saved is kept and will be sent by itself.',
  'server.bad-request': 'The centre calls the request wrong: {detail}',
  'server.protocol': 'This program and the centre differ in version. Upgrade this program.',
  'server.station': 'The centre does not accept this station (it may have been switched off). Ask the administrator.',
  'server.signature':
    'The centre does not accept the signature of this computer: the station may have been enrolled on another one, or a network device altered the request. Unsent work stays here. Ask the administrator for a new code and enrol this computer again.',
  'server.clock':
    'The clock of this computer is too far from the centre’s and the request was not accepted (time at the centre: {detail}). Set date and time.',
  'server.counter':
    'The centre had this request before and did not take it again, to prevent replays. It will be sent anew.',
  'server.ended':
    'The administrator ended this station; the centre accepts nothing more of it. Unsent work stays here. If that was a mistake, ask for a new code for this station and enrol this computer again to send it.',
  'server.cloned':
    'The centre found two computers with the identity of this station and stopped both. Unsent work stays here. The administrator decides which one is the station and gives it a new code to enrol with.',
  'station.moved':
    'This data folder comes from another computer, so this one cannot work as that station. Go back to the first computer; if the station really moves, ask the administrator for a code for it and enrol again here. Unsent work is not lost.',
  'station.missing':
    'The key of this station is not here: the data folder may have changed its computer or account. Ask the administrator for a code for this station and enrol again. Unsent work is not lost.',
  'stations.own': 'This very station cannot be ended from itself. Do it at another station.',
  'stations.numberTaken':
    'The unit has a station of this number already. Choose another number or end that station first.',
  'server.session': 'Your sign-in at the centre has ended. Sign in again.',
  'server.code': 'The code is wrong, used or out of date. Ask the administrator for a new one.',
  'server.credentials': 'Login or password is not right. Check both and type them again.',
  'server.locked': 'Too many wrong tries. Wait {detail} seconds and try again.',
  'server.factor': 'The code is wrong or was used.',
  'server.password': 'The new password does not fit ({detail}).',
  'server.forbidden': 'Your post has no right to this.',
  'server.not-found': 'The centre did not find what was asked for.',
  'server.too-large': 'This is too large for the centre.',
  'server.hash': 'The file was damaged on the way and will be sent again.',
  'server.content': 'The file is no picture or PDF, or not what it says it is. Scan or photograph it again.',
  'server.too-many': 'This machine asks the centre too often. Wait {detail} seconds and try again.',
  'server.carry': 'The centre did not take this file: {detail}',
  'carry.notEnrolled':
    'This machine is not a station yet, or its key cannot be used: nothing can be carried. Ask the administrator.',
  'carry.offline':
    'This window has no line to the centre and cannot hand files on. Go to one that has, or take the file in on the server.',
  'carry.gone': 'The file was not read to its end; choose it again.',
  'carry.file-gone': 'The file is no longer on this machine; make it anew.',
  'carry.no-package':
    'This is no carried file, or its beginning is damaged. Choose a file ending in .ctcarry or .ctreceipt.',
  'carry.format': 'A newer version made this file: update this program or the centre first.',
  'carry.truncated':
    'The file is not whole: it ends before its end, as when a stick is pulled too soon. Nothing was taken; copy it again.',
  'carry.altered': 'The file was altered or is damaged. Nothing was taken; copy it again, or make it anew.',
  'carry.foreign': 'The file was made for another centre. Nothing was taken.',
  'carry.receipt':
    'This is a receipt, no package. Take it back to the window that made the package and import it there.',
  'carry.package': 'This is a package of a window, no receipt. Hand it on at a window with a line to the centre.',
  'carry.station':
    'The centre does not know the window that made this package. Nothing was taken; ask the administrator.',
  'carry.ended':
    'The window that made this package was ended; the centre takes nothing more from it. Ask the administrator.',
  'carry.cloned':
    'The key of the window that made this package was seen on two machines; nothing is taken until an administrator has decided.',
  'carry.sequence':
    'The number does not fit: another package of this number was taken, or the receipt belongs to no package of this machine (restored from a backup, or a copied folder). Nothing was taken; make the package anew at its window.',
  'carry.other-station': 'This receipt is for another window, or this window was given a new key since.',
  'carry.packageName': 'chuangtai-package-{station}-{sequence}.{ending}',
  'carry.receiptName': 'chuangtai-receipt-{station}-{sequence}.{ending}',
  'server.busy': 'The centre is busy. Try again in a moment.',
  'server.internal': 'The centre failed. Try again; if it stays, ask the administrator.',
  'storage.full':
    'The disk is full and this was not saved. Clear space ({file}) and try again; what was saved before is whole.',
  'storage.readonly':
    'The data file cannot be written ({file}). Check whether the disk is read-only and who owns the folder.',
  'storage.corrupt': 'The data file is damaged ({file}). Stop work and ask the administrator to restore a backup.',
  'storage.key':
    'The key at hand does not open the data file ({file}): another key encrypted it, or its beginning is damaged. The file is unchanged. Bring back the former key, or ask the administrator to restore a backup.',
  'storage.locked': 'Another program holds the data file ({file}). Close backup or virus programs and try again.',
  'storage.io': 'Reading or writing the disk failed ({file}). Check the disk and ask the administrator.',
  'storage.missing':
    'The data file is not there ({file}): it was moved or deleted. Put it back and start again, or restore a backup. No empty one was made in its place.',
  'storage.moved':
    'The data file is no longer in its place ({file}): it was moved or deleted while in use, and this was not saved. Stop work, put the file back and start this window again.',
  'storage.cases':
    'The file for lists and searches is damaged ({file}). Everything saved is there; start this window again and the file is made anew.',
  'backup.network':
    'There is no backup: its folder lies on a network disk ({kind}), where backups cannot be relied on. Put the data folder on a disk of this machine.',
  'backup.damaged': 'This backup is damaged or gone; nothing was changed. Choose another.',
  'backup.failed': 'The backup failed: {why}',
  'backup.corrupt': 'The backup found the data file damaged. Stop work, start this window again and restore a backup.',
  'backup.old': 'The last backup is of {day}, more than 3 days ago. Ask the administrator to make one in the settings.',
  'backup.why.day': 'daily',
  'backup.why.asked': 'by hand',
  'backup.why.migration': 'before an upgrade',
  'backup.sinceWhole':
    'Unsent entries after it: {count}, all readable and kept by restoring. Those already sent come back from the centre.',
  'backup.sincePartly':
    'The present data cannot be read in full: {count} unsent entries after it are readable and kept by restoring, the others are lost. Those already sent come back from the centre.',
  'restore.contact':
    'This window was just restored from a backup. It must reach the centre and fetch what came after it before it may take numbers or print, so that no number is used twice. Drafts can be entered and saved now.',
  'restore.done':
    'Restored from the backup; {salvaged} unsent entries after it were kept. The old files lie in laid-aside in the data folder, nothing was deleted.',
  'restore.donePartly':
    'Restored from the backup; {salvaged} unsent entries were read out of the old file and kept, the rest could not be read. The old files lie in laid-aside in the data folder, nothing was deleted.',
  'restore.shell': 'A backup cannot be restored here. Use the settings of the window program.',
  'restore.working': 'The data of this window is sound; there is no need to begin with an empty one.',
  'storage.closed': 'The program is closing; this was not saved.',
  'key.missing':
    'The key that opens the data is not on this machine: another computer, another account, or an emptied keyring. The data is unchanged. Start with the former account on the former computer; if that cannot be, put the data folder aside and enrol anew with a one-time code from the administrator (what was sent comes back from the centre).',
  'key.wrong':
    'The key at hand is not the key of this data folder. The data is unchanged. Bring back the former key or folder, or ask the administrator to enrol this window anew.',
  'key.keyring':
    'The keyring of the system does not answer or is still locked. The data is unchanged. Log in to the desktop, unlock the keyring and start again.',
  'key.choice':
    'This machine has no usable keyring. Choose how the data key is kept: a passphrase typed at each start, or a file that only this account can read.',
  'key.other':
    'The key of this data folder is kept in another way already, which cannot be changed at the start. Start without the option --keys.',
  'key.passphrase': 'This data folder is protected by a start passphrase. Please type it.',
  'key.passphrase-wrong': 'This is not the start passphrase. Please type it again.',
  'key.passphrase-new': 'A start passphrase will protect this data folder. Please choose one.',
  'key.passphrase-weak': 'A start passphrase has at least {least} characters.',
  'key.unwritable': 'The file of the key cannot be read or written. Check the rights of the data folder and the disk.',
  'key.open': 'The window is open already.',
  'protection.safe-storage': 'The data is encrypted; the keyring of the operating system keeps the key.',
  'protection.secret-service': 'The data is encrypted; the keyring of the desktop (Secret Service) keeps the key.',
  'protection.dpapi': 'The data is encrypted; the Windows Credential Manager (DPAPI) keeps the key.',
  'protection.keychain': 'The data is encrypted; the macOS Keychain keeps the key.',
  'protection.passphrase': 'The data is encrypted and opens only with the passphrase typed at each start.',
  'protection.file':
    'The data is encrypted, but the key lies in a file of the data folder that only this account can read: it does not protect against the loss of the whole folder or disk. Use full disk encryption as well.',
  'folder.held':
    'Another Chuangtai on this computer uses this data folder (process {pid}). Use that window, or close it first.',
  'folder.unwritable': 'The data folder cannot be written. Check rights and disk.',
  'numbers.exhausted':
    'No number of “{series}” is left at this station. Connect to the centre for a new block; what you typed is kept as a draft.',
  'file.missing': 'This file is not here and could not be fetched. Connect to the centre and try again.',
  'identity.noCard': 'No card lies on the reader. Lay the holder’s card down, or check the number of the receipt.',
  'identity.other': 'The card on the reader is not that of this case ({name}). Check who stands before you.',
  'identity.ticket': 'The number is not that of this case. Check the receipt.',
  'identity.needed': 'This step needs the holder’s identity: lay the card down, or type the number of the receipt.',
  'print.glyph':
    'No font has these characters, so this cannot be printed: {characters}. Ask the administrator for a font.',
  'print.picture': 'The picture is damaged and cannot be printed ({key}). Take it again.',
  'print.pictureMissing':
    'The picture is not here and cannot be printed ({key}). Connect to the centre, or take it again.',
  'print.code': 'The code is too long to print ({length} characters).',
  'print.codeSmall':
    'The place for the code is too small for {length} characters. Ask the administrator to mend the template.',
  'print.sent': 'Sent to “{device}”.',
  'print.good': 'Printed.',
  'print.running': 'Printing; the end is recorded by itself.',
  'print.nothing': 'Nothing was printed: {why}',
  'print.void': 'The print went wrong. Look at the card: {why}',
  'print.uncertain': 'Nobody knows how the print ended. Look at the printer and choose: good, void, or nothing.',
  'print.noPrinter': 'No printer is ready. Check that it is on and connected.',
  'print.busy': 'This is being printed. Wait for the outcome.',
  'workbook.not-a-workbook':
    'This is no Excel workbook (.xlsx). Fill in the template, or save as .xlsx, and import that.',
  'workbook.broken':
    'The file is damaged or was not downloaded completely. Save or download it again; what is registered stays as it is.',
  'workbook.too-large': 'The file is too large: more than {limit} MB. Import it in several parts.',
  'workbook.too-many-rows': 'There are more than {limit} rows. Import them in several parts.',
  'workbook.bomb':
    'The file unfolds into far more than it should and was not opened. Make sure where it is from, and use the template.',
  'workbook.encrypted': 'The file has a password. Remove it in your spreadsheet program, save, and import again.',
  'workbook.old-format': 'This is an old .xls file. Save it as .xlsx and import that.',
  'workbook.no-sheet': 'There is no sheet in the file. Fill in the template.',
  'workbook.wrong-sheet': 'The headings are not those of the template. {headings} Use a freshly downloaded template.',
  'workbook.empty': 'There are no rows. Fill them in below the headings and import again.',
  'import.reading': 'Reading the file …',
  'import.writing': 'Registering row by row …',
  'import.reason': 'Reason',
  'import.done': 'Imported: {added} new, {changed} changed, {same} as they were, {refused} refused.',
  'import.cancelled':
    'Stopped at row {done} of {total}: {added} new, {changed} changed, {same} as they were, {refused} refused. What was registered stays; importing the file again goes on.',
  'import.failed': 'The import broke off. {why} Before that {added} new and {changed} changed records were saved.',
  'import.again': ' This file was imported at {at} before; equal rows were not registered twice.',
  'settings.offline': 'Settings are changed with the centre at hand.',
  'demo.only': 'Simulated devices exist in demo mode only.',
  'clock.behind':
    'This computer’s clock is more than {minutes} minutes behind the centre. What you do is marked; set the clock right.',
  'clock.off.behind': 'The clock is {minutes} minutes behind the centre; set it right',
  'clock.off.ahead': 'The clock is {minutes} minutes ahead of the centre; set it right',
  'warning.seedInterrupted': 'The first synchronisation is not complete; lists may lack rows.',
  'mend.gone': 'This refusal has been dealt with.',
  'mend.erased':
    'The record was erased, so this cannot be sent again. Enter it as a new record where it is still needed, then withdraw this.',
  'unit.unknown': 'There is no such unit, or it lies outside what you may see.',
  'balance.unknown': 'There is no such ledger.',
  'report.unknown': 'There is no such report.',
  'role.auxiliary': 'auxiliary',
  'role.clerk': 'clerk',
  'role.reviewer': 'reviewer',
  'role.supervisor': 'supervisor',
  'role.administrator': 'administrator',
  'role.security': 'security officer',
  'role.audit': 'audit officer',
  'standing.provisional': '(provisional, awaiting the centre)',
  'standing.final': '',
  'devices.gone': 'This device is not here any more. Refresh and try again.',
  'devices.silent': 'No reader answers here.',
  'devices.tested.card': 'A card was read; the reader is well.',
  'devices.tested.noCard': 'No card was read in 15 seconds. Lay one down and try again; if it fails, check the cable.',
  'devices.tested.code': 'Read “{code}”; the reader is well.',
  'devices.tested.noCode':
    'No code was read in 15 seconds. Try again; if it fails, check the cable and the speed that is set.',
  'devices.tested.page': 'A page was scanned; the scanner is well. The page was not kept.',
  'devices.tested.count': 'The seal machine is well; its count is {count}. Nothing was stamped.',
  'devices.tested.none': 'There is no test of this device that uses nothing up. Print a form to try it.',
  'devices.simulated': 'The demo has simulated devices; nothing is to be set up.',
  'printers.twice': 'Two printers have the code “{id}”. It must be the one on the machine; correct it.',
  'printers.unknown': 'A form names the printer “{id}”, which is not in the list or not of its kind. Choose again.',
  'cardPhoto.none':
    'No program that decodes photos is set up at this window, so the photo on the chip cannot be shown here. Compare the printed one.',
  'cardPhoto.failed':
    'The photo on the chip could not be decoded. Compare the printed one; if it happens again, ask the administrator to check the program.',
  'cardPhoto.program':
    '“{program}” is no program that can be run. Give its whole path, and see that the account of this window may run it.',
  'printers.address':
    'The address of the printer “{id}” is not one of what it speaks: ipp:// for IPP, socket://, serial: or usb: for stickers and tickets; cards are made over IPP alone.',
  'printers.missing': 'There is no such printer. Reload and try again.',
  'printers.testTitle': 'Calibration page',
  'printers.testName': '{name} ({id})',
  'printers.testNow': 'Calibrated now: {x} mm to the right, {y} mm down',
  'printers.testHow':
    'Measure from the middle of the cross to the left and the upper edge: 10 mm each. Change the setting by the difference; too far left or up is a positive number.',
  'printers.testGood': 'The calibration page was printed. Measure from the cross to the left and the upper edge.',
  'scan.none': 'No scanner was found. Check that it is on and connected.',
  'scan.stopped':
    'Page {next}: {why} The first {passed} pages are kept; lay the stack in again from page {next} and scan on.',
  'scan.blank': 'All {pages} scanned pages are blank; none was kept. Check which way up the paper lies.',
  'device.fault': '{text}',
  'portrait.nobody':
    'Nobody is before the simulated camera: lay a simulated card on the reader first, or drop a photo.',
  'portrait.none': 'This desk has no camera driver. Drop or paste a photo.',
  'report.count': 'Count',
  'report.total': 'Total',
  'file.too-large':
    'The file is too large ({size} MB); {limit} MB is the most. Scan at a lower resolution or compress it; nothing else is touched.',
  'file.too-many-pixels':
    'The picture is too large ({pixels} million pixels; {limit} is the most). Use a lower resolution.',
  'file.too-small': 'The photo is too small ({width} × {height}) for a card. Take it again.',
  'file.not-a-picture': 'This is no file that can be taken: use JPEG, PNG, WebP, TIFF or PDF.',
  'file.broken': 'The file is damaged. Take or scan it again.',
  'file.many-pages': 'This is a TIFF of {pages} pages. Save it as PDF or as single pictures.',
  'file.stopped': 'Page {next}: {why} The first {passed} pages were taken in, the others were not.',
  'file.unprocessed': 'This page could not be processed and was not kept. Scan or photograph it again.',
  'file.disk-full':
    'The disk is full and the file was not saved. Clear space and try again; what was saved before is whole.',
  'file.unwritable': 'The folder cannot be written and the file was not saved. Check disk and rights.',
  'file.damaged': 'The file kept here is damaged. Fetch it from the centre, or take it again.',
  'list.page': 'Page {page} of {pages}',
  'list.state': 'State',
  'list.count': '{count} rows',
  'import.refusedName': 'refused',
  'import.forbidden': 'Your post may not import “{label}”.',
  'import.per': 'Choose “{what}” first, then take the template or the file for “{label}”.',
  'image.none':
    'No record has the file’s name as its number, or it has ended. Check the name, or register the record first.',
  'image.several': '{count} records have this number. Open the one that is meant and add the picture there.',
  'import.gone':
    'This import is not known: the program may have been restarted. Rows that were taken are kept; the same file can be imported again.',
  'list.field':
    'The list has no field “{field}”, or your post may not see it. Take this condition out of the filter or the order.',
  'list.condition':
    'There is no list condition “{name}”: screen and program are of different versions. Start this window again.',
  'list.noOrder': 'A list cannot be filtered or ordered by “{field}”. Take another field.',
  'list.notFlag': '“{field}” can only be filtered by yes or no.',
  'list.notNumber': '“{field}” is filtered by numbers. Enter a number.',
  'list.notDay': '“{field}” is filtered by dates. Choose a date.',
  'list.notText': '“{field}” cannot be filtered by a span or a number. Enter the text or the choice you look for.',
  'list.tooLong': 'The list has more than {most} rows. Narrow the query, or export it to Excel.',
}
