import { access } from './access/feature'
import { changes } from './changes/feature'
import type { Feature } from './frame/feature'

/** Every feature of the console; a new one is a folder and a line here. */
export const features: Feature[] = [changes, access]
