; Stand-in for the plug-in StdUtils, in plain NSIS: what electron-builder's template calls during a silent run.
!include FileFunc.nsh
!define StdUtils.GetAllParameters `!insertmacro standInAllParameters`
!macro standInAllParameters out truncate
  ${GetParameters} ${out}
!macroend
!define StdUtils.TestParameter `!insertmacro standInTestParameter`
!macro standInTestParameter out name
  ; The first call of any plug-in makes its folder, which the template relies on.
  InitPluginsDir
  Push $R8
  ${GetParameters} $R8
  ClearErrors
  ${GetOptions} $R8 "--${name}" $R8
  ; Not by LogicLib: this stands within its conditions.
  IfErrors +3
  StrCpy $R8 "true"
  Goto +2
  StrCpy $R8 "false"
  ClearErrors
  Exch $R8
  Pop ${out}
!macroend
!define StdUtils.GetParentPath `!insertmacro standInParentPath`
!macro standInParentPath out path
  ${GetParent} "${path}" ${out}
!macroend
; Starting a program as the person who is signed in: the last page of the window only, never a silent run.
!define StdUtils.ExecShellAsUser `!insertmacro standInExecShellAsUser`
!macro standInExecShellAsUser out file verb arguments
  StrCpy ${out} "ok"
!macroend
