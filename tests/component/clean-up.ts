/** Takes every page off the screen after its test; a set-up file, because the files of this tier share their modules. */
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { patience } from '../patience.ts'

configure({ asyncUtilTimeout: patience })

afterEach(cleanup)
