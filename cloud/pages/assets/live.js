// Enhances pages that work without it: copies, refreshes the part of a page that is live, filters a list that is there.
const live = document.querySelector('[data-live]')
const announce = document.querySelector('[data-announce]')

const refresh = async () => {
  if (document.hidden) return
  const response = await fetch(live.dataset.live, { headers: { accept: 'application/json' }, credentials: 'same-origin' })
  if (response.status === 401 || response.status === 404) {
    location.reload()
    return
  }
  if (!response.ok) return
  const parts = await response.json()
  for (const [id, { html, said }] of Object.entries(parts)) {
    const part = document.getElementById(id)
    if (part === null || part.dataset.was === html || part.contains(document.activeElement)) continue
    part.dataset.was = html
    // Made by the same templates of our own host as the page itself.
    part.innerHTML = html
    if (announce !== null && said !== undefined && announce.textContent !== said) announce.textContent = said
  }
}

if (live !== null) {
  const again = () => {
    refresh()
      .catch(() => undefined)
      .finally(() => setTimeout(again, 2000))
  }
  setTimeout(again, 2000)
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    const before = button.textContent
    button.textContent = button.dataset.copied
    setTimeout(() => (button.textContent = before), 2000)
  })
}

const find = document.querySelector('[data-find]')
if (find !== null) {
  find.closest('[hidden]')?.removeAttribute('hidden')
  find.addEventListener('input', () => {
    const wanted = find.value.trim().toLocaleLowerCase()
    for (const row of document.querySelectorAll(find.dataset.find)) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted)
  })
}
