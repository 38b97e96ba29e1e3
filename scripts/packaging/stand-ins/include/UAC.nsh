; Stand-in for the plug-in UAC, in plain NSIS: under Wine every program is an administrator's, and there is no second instance.
!ifndef UAC_HDR__INC
!define UAC_HDR__INC
!define UAC_IsAdmin `"" UAC_IsAdmin ""`
!macro _UAC_IsAdmin _a _b _t _f
  StrCmp "yes" "yes" `${_t}` `${_f}`
!macroend
!define UAC_IsInnerInstance `"" UAC_IsInnerInstance ""`
!macro _UAC_IsInnerInstance _a _b _t _f
  StrCmp "no" "yes" `${_t}` `${_f}`
!macroend
!macro UAC_RunElevated
  StrCpy $0 0
!macroend
!endif
