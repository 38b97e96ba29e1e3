/** Languages of the product. The shape of every table is derived from English; a missing text does not compile. */
export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]
