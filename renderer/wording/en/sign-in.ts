/** Texts of the page "Sign in". */
export const signIn = { lead: '' }
