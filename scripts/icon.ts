/** Draws `build/icon.svg` as `icon.png` (512) and `icon.ico` (16 to 256, PNG entries). Run by hand after the drawing changed. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { root } from './child-processes.ts'
import { chromiumFlags, chromiumMissing, findChromium } from './chromium.ts'

const sizes = [16, 20, 24, 32, 40, 48, 64, 128, 256]

/** https://learn.microsoft.com/previous-versions/ms997538(v=msdn.10): six bytes, sixteen an entry, then the pictures. */
const iconFile = (pictures: readonly { readonly size: number; readonly bytes: Buffer }[]): Buffer => {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [index, { size, bytes }] of pictures.entries()) {
    const at = 6 + 16 * index
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(bytes.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += bytes.length
  }
  return Buffer.concat([head, ...pictures.map(({ bytes }) => bytes)])
}

const found = findChromium()
if (found === undefined) throw new Error(chromiumMissing)
const folder = join(root, 'build')
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8')
const browser = await chromium.launch({ executablePath: found.path, args: chromiumFlags() })
const page = await browser.newPage()
const picture = async (size: number): Promise<Buffer> => {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>body{margin:0}svg{display:block}</style>${drawing.replace('<svg', `<svg width="${size}" height="${size}"`)}`,
  )
  return page.screenshot({ omitBackground: true })
}
writeFileSync(join(folder, 'icon.png'), await picture(512))
const pictures: { size: number; bytes: Buffer }[] = []
for (const size of sizes) pictures.push({ size, bytes: await picture(size) })
writeFileSync(join(folder, 'icon.ico'), iconFile(pictures))
await browser.close()
