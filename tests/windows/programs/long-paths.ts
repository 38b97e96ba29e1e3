/** Runs on node.exe: makes, reads and removes a file and folders below the folder that is given, and prints how each went. */
import { argv, stdout } from 'node:process'
import { fileContent, folderNames, pathKindOf } from '../../../setup/host/windows/paths.ts'
import { WindowsWriter } from '../../../setup/host/windows/windows-writer.ts'

const folder = argv[2] ?? ''
const file = `${folder}\\${argv[3] ?? ''}`
const writer = new WindowsWriter()
stdout.write(
  JSON.stringify({
    length: file.length,
    made: await writer.createFolder(folder, 'inherited'),
    written: await writer.writeFile(file, 'content', 'inherited'),
    again: await writer.writeFile(file, 'content', 'inherited'),
    names: folderNames(folder),
    read: (() => {
      const found = fileContent(file)
      return found.is === 'known' ? Buffer.from(found.value).toString() : found.is
    })(),
    removed: await writer.removeFile(file),
    gone: await writer.removeFolder(folder),
    left: pathKindOf(folder),
  }),
)
