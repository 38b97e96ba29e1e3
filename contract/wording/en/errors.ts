/** Sentences of every error code, English. `title` says what happened, `cause` why, `next` what to do. How to see it by hand is in `scripts/cause-pages`. One long file: a translator reads it from end to end. */
import type { ErrorCode } from '../../error-codes.ts'

export interface ErrorText {
  readonly title: string
  readonly cause: string
  readonly next: string
}

export const errors: Record<ErrorCode, ErrorText> = {
  CW2001: {
    title: 'This is not an https address',
    cause: 'The control plane is only reached over TLS, so its address starts with https:// and names a host.',
    next: 'Copy the address from the console’s download page.',
  },
  CW2002: {
    title: '{host} cannot be reached',
    cause: 'No connection to the control plane came about: {reason}.',
    next: 'Check name, proxy and firewall on “Check this server”; outbound TCP 443 to {host} must be allowed.',
  },
  CW2003: {
    title: '{host} is not a Causeway control plane',
    cause:
      'The answer at /.well-known/causeway is not a discovery document: {reason}. A captive portal or a block page answers like this too.',
    next: 'Check the address, then open it in a browser on this server.',
  },
  CW2004: {
    title: 'This version is too old',
    cause: 'The control plane asks for version {minimum} or later; this is {version}.',
    next: 'Download the current installer from the console.',
  },
  CW2005: {
    title: 'The certificate of {host} is not trusted',
    cause: 'The chain ends at “{issuer}”, which this server does not trust.',
    next: 'Use the connection file from the console, or have the network team exempt {host} from TLS inspection.',
  },
  CW2010: {
    title: 'Sign-in was refused',
    cause: 'Somebody chose Refuse on the consent page in the browser.',
    next: 'Sign in again, compare the words, choose Allow.',
  },
  CW2011: { title: 'Sign-in was cancelled', cause: 'It was cancelled in this window.', next: 'Sign in again when you are ready.' },
  CW2012: {
    title: 'Sign-in took too long',
    cause: 'No answer came from the browser within {minutes} minutes.',
    next: 'Start it again. If no browser opens on this server, use the code on another device.',
  },
  CW2013: {
    title: 'The answer of the browser does not belong to this sign-in',
    cause: 'State or issuer differ from what was asked. Another program may have answered.',
    next: 'Close other sign-in tabs and sign in again.',
  },
  CW2014: {
    title: 'The organization does not allow this way to sign in',
    cause: 'The method “{method}” is turned off for it.',
    next: 'Use another way, or ask an owner of the organization.',
  },
  CW2015: {
    title: '{account} may not enroll connectors',
    cause: 'The role of the account in {organization} is “{role}”; owner or operator is needed.',
    next: 'Use another account, or ask an owner of the organization for the role.',
  },
  CW2016: {
    title: 'This account belongs to another organization',
    cause: 'The connection file names {expected}, the account belongs to {found}.',
    next: 'Use another account, or download the connection file of {found}.',
  },
  CW2020: {
    title: 'The enrollment token is not valid',
    cause: 'It is unknown, was used already, or is older than 24 hours.',
    next: 'Make a new one in the console under Resource locations.',
  },
  CW2021: {
    title: 'This machine was enrolled before',
    cause: 'It is known as {name} in {location}.',
    next: 'Decide: replace the old registration, replace and move, or keep both.',
  },
  CW2022: {
    title: 'The certificate request was refused',
    cause: 'The control plane did not accept the request: {reason}.',
    next: 'Enroll again. If it happens twice, attach the log to a ticket.',
  },
  CW2023: {
    title: 'The proof of possession was refused',
    cause: 'The proof does not fit the key, the address or the time: {reason}.',
    next: 'Check the clock of this server, then try again.',
  },
  CW2024: {
    title: 'The resource location does not exist',
    cause: 'It was deleted meanwhile, or belongs to another organization.',
    next: 'Choose another location.',
  },
  CW2025: {
    title: 'Too many attempts',
    cause: 'The control plane limits how often this can be tried.',
    next: 'Wait {seconds:duration}, then try again.',
  },
  CW2026: {
    title: 'The browser’s answer cannot be received',
    cause: 'No port could be opened on the loopback address: {reason}.',
    next: 'Use the code on another device, or an enrollment token.',
  },
  CW2027: {
    title: 'The browser could not be opened',
    cause: 'The system did not open {address}.',
    next: 'Copy the address and open it in a browser yourself.',
  },
  CW3001: {
    title: 'A check blocks the installation',
    cause: '{check}',
    next: 'Fix it, or continue without this check where that is allowed.',
  },
  CW3002: {
    title: 'Installation failed and was taken back',
    cause: 'The action “{action}” failed: {reason}',
    next: 'Fix the cause, then install again. This server is as it was before.',
  },
  CW3003: {
    title: 'Not everything could be taken back',
    cause: '{left} of {made} changes are still there: {reason}',
    next: 'Fix the cause, then choose Undo again.',
  },
  CW3004: {
    title: 'Cancelled and taken back',
    cause: 'Installation was cancelled in this window.',
    next: 'This server is as it was before. Install again when you are ready.',
  },
  CW3005: {
    title: 'An earlier installation was interrupted',
    cause: 'Its journal ends after {done} of {all} actions.',
    next: 'Resume to finish it, or undo to take it back.',
  },
  CW3006: {
    title: 'The install journal is damaged',
    cause: 'Line {line} of {file} does not fit its checksum.',
    next: 'Nothing was changed. Move the file to another folder and keep it for support, then start setup again: it looks at the server itself.',
  },
  CW3007: {
    title: 'The service did not start',
    cause: '{reason}',
    next: 'See the log of the service, then try again.',
  },
  CW3008: {
    title: 'The channel did not come up',
    cause: 'The service runs, but no relay accepted it within {seconds:duration}: {reason}',
    next: 'See “Connectivity” for the broken layer.',
  },
  CW3009: {
    title: 'The connector service is not installed',
    cause: 'No installation is recorded on this server.',
    next: 'Install it first.',
  },
  CW3010: { title: 'Another setup is running', cause: 'Process {pid} holds the lock.', next: 'Finish or close it first.' },
  CW3011: {
    title: 'The server refused a change',
    cause: '{what}: {reason}',
    next: 'Run setup as administrator; if it stays, look for a policy or security software that forbids it.',
  },
  CW3012: { title: 'This cannot be accepted', cause: '{reason}', next: 'Fix the cause, then run the check again.' },
  CW3013: {
    title: 'The fix did not help',
    cause: 'The change was made, and the check still finds: {finding}',
    next: 'Follow the steps of the check by hand.',
  },
  CW3015: {
    title: 'The old service is not gone yet',
    cause: 'Windows deletes {service} as soon as the last program lets go of it.',
    next: 'Close the Services window, Task Manager and Event Viewer, for every user, then try again. A restart of the server helps too.',
  },
  CW3016: {
    title: 'The disk is full',
    cause: 'There was no room for {file}.',
    next: 'Make room on this disk, then try again. What was begun is kept in the journal.',
  },
  CW3017: {
    title: 'A file is in use',
    cause: 'Another program holds {file} and did not let go of it ({reason}).',
    next: 'Close the program that uses the file, or let the virus scanner leave out the folder, then try again.',
  },
  CW3018: {
    title: 'The settings were not changed: the proxy does not let the service through',
    cause: 'Tried before it was used: {endpoint} does not answer through {proxy}: {reason}.',
    next: 'Correct the address, or have the proxy’s team allow CONNECT to {endpoint}.',
  },
  CW3019: {
    title: 'There is no relay “{relay}”',
    cause: 'This connector knows {relays}.',
    next: 'Choose one of them, or none.',
  },
  CW3020: {
    title: 'The new version did not become healthy',
    cause: 'Version {to} was started and its channel did not come up ({reason}). Version {from} runs again.',
    next: 'See what the code says about the new version, then upgrade again. Nothing else was changed.',
  },
  CW3021: {
    title: 'The former version could not be brought back',
    cause: 'Version {to} did not become healthy, and version {from} did not either when it was started again: {reason}.',
    next: 'Look at the connectivity test: what keeps both from the cloud is the network or the registration rather than the version.',
  },
  CW3022: {
    title: 'A restart is needed',
    cause: 'Another program holds {file}; Windows takes care of it when the server starts the next time.',
    next: 'Restart the server, then run setup again: it goes on where it stopped.',
  },
  CW3023: {
    title: 'Repair was stopped',
    cause: 'It was stopped in this window after {done} of {all} actions. What it had done again stays.',
    next: 'Repair again to look at the rest.',
  },
  CW3024: {
    title: 'The labels need the running service',
    cause:
      'They are kept in the cloud, and only the service of this server has the key to read and change them there; they stay as they are.',
    next: 'Start the service, then try again.',
  },
  CW4001: { title: 'The configuration of the service is damaged', cause: '{file}: {reason}', next: 'Use Repair; the enrollment is kept.' },
  CW4002: { title: 'The machine’s key or certificate is damaged', cause: '{file}: {reason}', next: 'Enroll again.' },
  CW4003: {
    title: 'The machine’s certificate expired',
    cause: 'It ended {at:time} and could not be renewed before.',
    next: 'Enroll again.',
  },
  CW4004: {
    title: 'This connector was removed in the console',
    cause: 'Its certificate was revoked.',
    next: 'Enroll again if it should come back; otherwise uninstall.',
  },
  CW4005: {
    title: 'This machine is not the one that was enrolled',
    cause: 'Its fingerprint changed: it was cloned, renamed or given a new identity.',
    next: 'Enroll again: replace the old registration, or keep both.',
  },
  CW4006: {
    title: '{relay} cannot be reached',
    cause: '{reason}',
    next: 'Check name, proxy and firewall; outbound TCP 443 must be allowed. The service tries again by itself.',
  },
  CW4007: { title: '{relay} refused this connector', cause: '{reason}', next: 'Check the clock of this server; enroll again if it stays.' },
  CW4008: {
    title: 'The target is not allowed',
    cause: '{target} is not published in this location, or the local allow-list leaves it out.',
    next: 'Publish it in the console, or widen the allow-list of the connector.',
  },
  CW4009: {
    title: '{target} cannot be reached from the connector',
    cause: '{reason}',
    next: 'Check that the service runs there and that the connector machine may reach it.',
  },
  CW4010: {
    title: 'The worker of the service ended unexpectedly',
    cause: 'Exit code {exit}; it was started again.',
    next: 'Nothing, if it stays at once. Otherwise attach the log to a ticket.',
  },
  CW4011: { title: 'Another connector service uses this data folder', cause: 'Process {pid} holds {file}.', next: 'Stop it first.' },
  CW4012: {
    title: 'The memory budget is reached',
    cause: 'Open streams hold {bytes:bytes}; new ones wait or are refused.',
    next: 'Add a connector to the location, or look for clients that do not read.',
  },
  CW4013: {
    title: 'The service does not answer',
    cause: 'Its process runs, but its status could not be read: {reason}',
    next: 'Restart the service.',
  },
  CW4014: {
    title: 'The proxy {proxy} asks who this is',
    cause: 'It asks for an account ({schemes}), and none is known.',
    next: 'Give the account that the proxy team has made for this server: Settings, Proxy, or causeway-setup configure --proxy-user NAME.',
  },
  CW4015: {
    title: 'The proxy {proxy} does not take the account',
    cause: 'The account was told to it, and it asks again ({schemes}): name or password are wrong, changed or locked.',
    next: 'Ask the proxy team, then give the account again: Settings, Proxy, or causeway-setup configure --proxy-user NAME.',
  },
  CW4016: {
    title: 'The proxy {proxy} wants a proof that this program does not speak',
    cause: 'It offers {schemes}. The connector speaks Basic only: Negotiate, NTLM and Digest are not supported.',
    next: 'Ask the proxy team to let this server pass to the addresses of the control plane without asking, or to offer Basic to it.',
  },
  CW4017: {
    title: 'The stored account of the proxy is of no use',
    cause: '{file}: {reason}',
    next: 'Give the account again: Settings, Proxy, or causeway-setup configure --proxy-user NAME.',
  },
  CW4018: {
    title: 'The round trip through the cloud did not come back',
    cause: 'What this connector sent through its channel to the control plane was not answered: {reason}',
    next: 'Test again; if it stays, restart the service, and send the report to the operator of the control plane.',
  },
  CW4019: {
    title: 'The certificate of the proxy {proxy} itself is not trusted',
    cause: 'The way to the proxy is TLS, and this server does not trust what the proxy shows: {reason}. The control plane was not asked.',
    next: 'Ask the proxy team for a certificate that this server trusts, or for its root, and import that into the store of this machine (Trusted Root Certification Authorities).',
  },
  CW4020: {
    title: 'The key of this machine cannot be unwrapped',
    cause:
      '{file} was wrapped by Windows on another machine, or before Windows was set up anew: a copied or restored key is worth nothing here.',
    next: 'Enroll this machine again; nothing else brings a key back.',
  },
  CW4021: {
    title: 'A part of the connectivity test could not be carried out',
    cause: 'What is so at {endpoint} could not be found out: {reason}. That says nothing about the network.',
    next: 'Run the test again; save a support bundle when it stays like this.',
  },
  CW5001: { title: 'Not signed in', cause: 'The request carries no valid credentials.', next: 'Sign in, or send a valid token.' },
  CW5002: {
    title: 'Not allowed',
    cause: 'The role or scope of the caller does not cover this.',
    next: 'Ask an owner of the organization.',
  },
  CW5003: { title: 'Not found', cause: 'It does not exist, or belongs to another organization.', next: 'Check the address.' },
  CW5004: { title: 'The request does not fit', cause: '{where}: {reason}', next: 'See /openapi.json for what is expected.' },
  CW5005: { title: 'It conflicts with what is there', cause: '{reason}', next: 'Load it again, then decide.' },
  CW5006: {
    title: 'Too many requests',
    cause: 'The limit for this address or account is reached.',
    next: 'Wait {seconds:duration}, then try again.',
  },
  CW5007: { title: 'Wrong user name or password', cause: 'They do not fit together.', next: 'Try again; capital letters matter.' },
  CW5008: { title: 'Locked for a while', cause: 'Too many wrong passwords.', next: 'Wait {seconds:duration}, then try again.' },
  CW5009: {
    title: 'This form came from elsewhere or is too old',
    cause: 'Its protection token does not fit your session.',
    next: 'Go back, load the page again, send it once more.',
  },
  CW5010: { title: 'This link does not work any more', cause: 'It was used already or is too old.', next: 'Ask for a new one.' },
  CW5011: {
    title: 'The data folder is in use',
    cause: 'Another control plane (process {pid}) uses {folder}.',
    next: 'Stop it, or give another folder with --data.',
  },
  CW5012: {
    title: 'The data folder cannot be used',
    cause: '{file}: {reason}',
    next: 'Give it the right owner, or restore it from a backup.',
  },
  CW5013: { title: 'Starting or stopping', cause: 'The control plane takes no requests just now.', next: 'Try again in a few seconds.' },
  CW5014: { title: 'The request is too large', cause: 'More than {bytes:bytes} were sent.', next: 'Send less at once.' },
  CW5015: {
    title: 'The address cannot be listened on',
    cause: '{address}: {reason}',
    next: 'Give an address of this machine with --host, and with --port a port that is free and that this account may open.',
  },
  CW5020: {
    title: 'The connector is offline',
    cause: 'It holds no channel; last contact {at:time}.',
    next: 'Look at the machine: is it on, does the service run, is outbound TCP 443 allowed?',
  },
  CW5021: {
    title: 'Fewer channels than expected',
    cause: '{found} of {expected} are open.',
    next: 'It dials again by itself. If it stays, run the connectivity test on that machine.',
  },
  CW5022: {
    title: 'The connector is draining',
    cause: 'It takes no new work until draining ends.',
    next: 'Nothing to do; end draining in the console.',
  },
  CW5023: {
    title: 'The connector does not report',
    cause: 'Its channel is open, but no health report came for {seconds:duration}.',
    next: 'Restart the connector service on that machine if it stays.',
  },
  CW6001: { title: 'No such published resource', cause: '{resource} is not published in {location}.', next: 'Publish it in the console.' },
  CW6002: {
    title: 'No healthy connector',
    cause: 'No connector of {location} has an open channel.',
    next: 'See the connectors’ health in the console.',
  },
  CW6003: { title: 'The service key is not valid', cause: 'It is unknown or was revoked.', next: 'Make a new one in the console.' },
  CW6004: {
    title: 'The resource did not answer',
    cause: 'The connector could not reach {target}: {reason}',
    next: 'Check that the service runs there and that the connector machine may reach it.',
  },
  CW6005: {
    title: 'The resource speaks another protocol',
    cause: '{resource} is published as {protocol}.',
    next: 'Use the way that fits, or publish it differently.',
  },
  CW6006: { title: 'The time limit was reached', cause: 'Nothing moved on the stream for {seconds:duration}.', next: 'Open it again.' },
  CW7001: {
    title: 'The parameters file cannot be used',
    cause: '{file}{at}: {reason}',
    next: 'Mend it; causeway-setup install --params-schema prints what is allowed.',
  },
  CW7002: {
    title: 'The server profile cannot be used',
    cause: '{file}{at}: {reason}',
    next: 'Mend it, or use one of the profiles that --help names.',
  },
  CW7003: { title: 'The connection file cannot be used', cause: '{file}{at}: {reason}', next: 'Download it again from the console.' },
  CW7004: {
    title: 'A state file is damaged',
    cause: '{file}{at}: {reason}',
    next: 'Nothing was changed. Move the file away to begin anew, and keep it for support.',
  },
  CW7005: { title: 'The certificate or key file cannot be used', cause: '{file}: {reason}', next: 'Give a PEM file that fits.' },
  CW7006: {
    title: 'The control plane’s answer cannot be used',
    cause: '{where}: {reason}',
    next: 'Try again. If it stays, versions may not fit: download the current installer.',
  },
  CW7007: { title: 'A message between processes was refused', cause: '{where}: {reason}', next: 'Start the program again.' },
  CW7008: { title: 'A command-line argument is wrong', cause: '{argument}: {reason}', next: 'See --help.' },
  CW7009: {
    title: 'A file cannot be read or written',
    cause: '{file}: {reason}',
    next: 'Check that it exists and that this account may use it.',
  },
  CW9001: {
    title: 'Something unexpected happened',
    cause: 'A defect of Causeway: {reason}',
    next: 'Attach the log to a ticket, with the id {details}.',
  },
  CW9002: {
    title: 'A call from elsewhere was refused',
    cause: 'It did not come from the wizard’s own page.',
    next: 'Nothing. It was not carried out.',
  },
  CW9003: {
    title: 'The setup process ended',
    cause: 'It stopped without being asked.',
    next: 'Start it again; an interrupted installation can be resumed or undone.',
  },
}
