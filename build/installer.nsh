; What the installer does beside electron-builder's template. docs/installer.md says it for people.
;
; It lays the program, and nothing else: the connector service, its files, identity and registration belong to set-up
; (causeway-setup), which is asked to do its part. Nothing below %ProgramData%\Causeway is touched from here.

!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh

!define CAUSEWAY_SERVICE_KEY "SYSTEM\CurrentControlSet\Services\CausewayConnector"
; ERROR_INSTALL_ALREADY_RUNNING: tools for distribution try again later.
!define CAUSEWAY_IS_OPEN 1618
; ERROR_PRODUCT_VERSION: another version is installed already.
!define CAUSEWAY_IS_NEWER 1638
; Exit code of causeway-setup: bad arguments or parameters file.
!define CAUSEWAY_BAD_ARGUMENTS 3

!macro customHeader
  !ifdef BUILD_UNINSTALLER
    Var keepRegistration
  !endif
  Var causewayLog

  LangString causewayIsOpen ${LANG_ENGLISH} "Causeway is open. Close its window, then try again."
  LangString causewayIsOpen ${LANG_SIMPCHINESE} "Causeway 正在运行。请关闭其窗口，然后重试。"
  !ifdef BUILD_UNINSTALLER
    LangString causewayEndRegistration ${LANG_ENGLISH} "The connector on this server is removed as well.$\r$\n$\r$\nAlso remove this server from the control plane?$\r$\n$\r$\nYes: the registration of this server ends now.$\r$\nNo: the registration stays until somebody removes it in the console."
    LangString causewayEndRegistration ${LANG_SIMPCHINESE} "此服务器上的连接器也将被移除。$\r$\n$\r$\n是否同时从控制平面中移除此服务器？$\r$\n$\r$\n是：此服务器的注册立即结束。$\r$\n否：注册将保留，直到有人在控制台中将其移除。"
    LangString causewayNotRemoved ${LANG_ENGLISH} "The connector could not be removed, so Causeway stays installed.$\r$\n$\r$\nWhat happened is in"
    LangString causewayNotRemoved ${LANG_SIMPCHINESE} "无法移除连接器，因此 Causeway 将保持安装状态。$\r$\n$\r$\n详细信息见"
  !else
    LangString causewayIsNewer ${LANG_ENGLISH} "A newer version of Causeway is installed. To go back to this one, first remove the newer one in Apps & Features."
    LangString causewayIsNewer ${LANG_SIMPCHINESE} "已安装更新版本的 Causeway。要退回到此版本，请先在“应用和功能”中移除较新的版本。"
    LangString causewayNotUpgraded ${LANG_ENGLISH} "Causeway is installed. The connector service was not brought up to date and goes on as before; open Causeway and choose Repair.$\r$\n$\r$\nWhat happened is in"
    LangString causewayNotUpgraded ${LANG_SIMPCHINESE} "Causeway 已安装。连接器服务未能更新，仍按原样运行；请打开 Causeway 并选择“修复”。$\r$\n$\r$\n详细信息见"
  !endif
!macroend

; One line in the log: when, what. The log is %TEMP%\causeway-installer.log unless /LOG= names another.
!macro causewayLog line
  Push $0
  Push $1
  Push $2
  Push $3
  Push $4
  Push $5
  Push $6
  Push $7
  ${If} $causewayLog == ""
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/LOG=" $causewayLog
    ${If} ${Errors}
      StrCpy $causewayLog "$TEMP\causeway-installer.log"
    ${EndIf}
  ${EndIf}
  ${GetTime} "" "L" $0 $1 $2 $3 $4 $5 $6
  ClearErrors
  FileOpen $7 $causewayLog a
  ${IfNot} ${Errors}
    FileSeek $7 0 END
    FileWrite $7 `$2-$1-$0 $4:$5:$6 ${line}$\r$\n`
    FileClose $7
  ${EndIf}
  ClearErrors
  Pop $7
  Pop $6
  Pop $5
  Pop $4
  Pop $3
  Pop $2
  Pop $1
  Pop $0
!macroend
!define CausewayLog `!insertmacro causewayLog`

; Runs causeway-setup without a window; what it says goes to the log. Its exit code comes into $R0.
!macro causewaySetup arguments
  ${CausewayLog} `causeway-setup ${arguments}`
  nsExec::Exec `"$SYSDIR\cmd.exe" /d /s /c ""$INSTDIR\resources\connector\node.exe" "$INSTDIR\resources\setup\command-line.js" ${arguments} >>"$causewayLog" 2>&1"`
  Pop $R0
  ${If} $R0 == "error"
    StrCpy $R0 1
  ${EndIf}
  ${CausewayLog} `causeway-setup ended with $R0`
!macroend

; /REMOVE: the installer itself takes the program away and waits for the end of that, as an uninstaller of NSIS, which goes on from a
; copy of itself, does not. The MSI holds one program for both (build/installer.wxs).
!macro causewayRemove
  StrCpy $R0 0
  ${If} ${FileExists} "$INSTDIR\${UNINSTALL_FILENAME}"
    ${GetOptions} $R1 "/KEEPREGISTRATION" $R2
    ${If} ${Errors}
      StrCpy $R2 ""
    ${Else}
      StrCpy $R2 "/KEEPREGISTRATION"
    ${EndIf}
    InitPluginsDir
    ClearErrors
    CopyFiles /SILENT "$INSTDIR\${UNINSTALL_FILENAME}" "$PLUGINSDIR\uninstaller.exe"
    ExecWait '"$PLUGINSDIR\uninstaller.exe" /allusers /S $R2 _?=$INSTDIR' $R0
    ${If} ${Errors}
      StrCpy $R0 2
    ${EndIf}
    ${CausewayLog} "removal ended with $R0"
    ${If} $R0 == 0
      Delete "$INSTDIR\${UNINSTALL_FILENAME}"
      RMDir "$INSTDIR"
    ${EndIf}
  ${EndIf}
  SetErrorLevel $R0
  Quit
!macroend

; An older version is not laid over a newer one: its service need not know what the newer one keeps.
!macro causewayRefuseOlder
  ReadRegStr $R1 HKLM "${UNINSTALL_REGISTRY_KEY}" DisplayVersion
  ${If} $R1 != ""
  ${AndIf} ${FileExists} "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
    ${VersionCompare} $R1 ${VERSION} $R2
    ${If} $R2 == 1
      ${CausewayLog} "${VERSION} is not laid over $R1, which is newer"
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(causewayIsNewer)" /SD IDOK
      SetErrorLevel ${CAUSEWAY_IS_NEWER}
      Quit
    ${EndIf}
  ${EndIf}
!macroend

; Always here: the elevated agent is started from this folder, which only administrators may change. /D= is passed over.
!macro customInit
  StrCpy $INSTDIR "$PROGRAMFILES64\Causeway Setup"
  ${GetParameters} $R1
  ClearErrors
  ${GetOptions} $R1 "/REMOVE" $R2
  ${IfNot} ${Errors}
    !insertmacro causewayRemove
  ${EndIf}
  !insertmacro causewayRefuseOlder
  ClearErrors
!macroend

; A program that runs cannot be opened for writing. Nothing is ended by force: set-up may be in the middle of its work.
!macro causewayNoteIfOpen file
  ${If} ${FileExists} "${file}"
    ClearErrors
    FileOpen $R8 "${file}" a
    ${If} ${Errors}
      StrCpy $R9 "open"
    ${Else}
      FileClose $R8
    ${EndIf}
    ClearErrors
  ${EndIf}
!macroend
!macro customCheckAppRunning
  ${Do}
    StrCpy $R9 ""
    !insertmacro causewayNoteIfOpen "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
    !insertmacro causewayNoteIfOpen "$INSTDIR\resources\connector\node.exe"
    ${If} $R9 == ""
      ${Break}
    ${EndIf}
    ${CausewayLog} "Causeway is open"
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(causewayIsOpen)" /SD IDCANCEL IDRETRY +3
    SetErrorLevel ${CAUSEWAY_IS_OPEN}
    Quit
  ${Loop}
!macroend

!macro customInstall
  ; The template's own program for elevation is not used either.
  Delete "$INSTDIR\resources\elevate.exe"
  ; Electron-builder's template keeps a copy of the installer for its updater, which is not used.
  SetShellVarContext current
  Delete "$LOCALAPPDATA\${APP_INSTALLER_STORE_FILE}"
  ${GetParent} "$LOCALAPPDATA\${APP_INSTALLER_STORE_FILE}" $R0
  RMDir "$R0"
  SetShellVarContext all

  WriteRegDWORD HKLM "${UNINSTALL_REGISTRY_KEY}" NoModify 0
  WriteRegStr HKLM "${UNINSTALL_REGISTRY_KEY}" ModifyPath '"$appExe" --repair'
  ${CausewayLog} "${VERSION} laid in $INSTDIR"

  ClearErrors
  ReadRegStr $R1 HKLM "${CAUSEWAY_SERVICE_KEY}" ImagePath
  ${IfNot} ${Errors}
    !insertmacro causewaySetup "repair --quiet"
    ${If} $R0 != 0
      SetErrorLevel $R0
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(causewayNotUpgraded) $causewayLog" /SD IDOK
    ${EndIf}
  ${ElseIf} ${Silent}
    ${GetParameters} $R1
    ClearErrors
    ${GetOptions} $R1 "/PARAMS=" $R2
    ${If} ${Errors}
      StrCpy $R2 "$EXEDIR\causeway.parameters.json"
      ${If} ${FileExists} $R2
        StrCpy $R3 "run"
      ${Else}
        StrCpy $R3 ""
      ${EndIf}
    ${Else}
      StrCpy $R3 "run"
    ${EndIf}
    ${If} $R3 == "run"
      ${If} ${FileExists} $R2
        !insertmacro causewaySetup `install --params "$R2" --quiet`
        SetErrorLevel $R0
      ${Else}
        ${CausewayLog} "there is no parameters file $R2"
        SetErrorLevel ${CAUSEWAY_BAD_ARGUMENTS}
      ${EndIf}
    ${EndIf}
  ${EndIf}
  ClearErrors
!macroend

; A window asks before it begins; a silent one ends the registration unless /KEEPREGISTRATION says otherwise.
!macro customUnInit
  StrCpy $keepRegistration ""
  ${IfNot} ${isUpdated}
    ${GetParameters} $R1
    ClearErrors
    ${GetOptions} $R1 "/KEEPREGISTRATION" $R2
    ${IfNot} ${Errors}
      StrCpy $keepRegistration "--keep-registration"
    ${ElseIfNot} ${Silent}
      ReadRegStr $R1 HKLM "${CAUSEWAY_SERVICE_KEY}" ImagePath
      ${IfNot} ${Errors}
        MessageBox MB_YESNOCANCEL|MB_ICONQUESTION "$(causewayEndRegistration)" IDYES endRegistration IDNO keepIt
        Quit
        keepIt:
        StrCpy $keepRegistration "--keep-registration"
        endRegistration:
      ${EndIf}
    ${EndIf}
    ClearErrors
  ${EndIf}
!macroend

; Before any file goes, set-up takes back what it did. When it cannot, the program stays, so that it can be tried again.
!macro customUnInstall
  ${IfNot} ${isUpdated}
    !insertmacro causewaySetup "uninstall --quiet $keepRegistration"
    ${If} $R0 != 0
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(causewayNotRemoved) $causewayLog" /SD IDOK
      SetErrorLevel $R0
      Quit
    ${EndIf}
  ${EndIf}
!macroend
