; What Wine's Windows Installer calls as `msiexec` when it removes an older MSI for a newer one. Wine starts it without the property
; UPGRADINGPRODUCTCODE, by which Windows tells an MSI that another takes its place
; (https://learn.microsoft.com/windows/win32/msi/upgradingproductcode). This adds it, writes down that it was asked, and goes on as Wine's own.
;   OUT    the program to make     ASKED  file in which it writes down that it was asked
Target amd64-unicode
Name "msiexec"
OutFile "${OUT}"
SilentInstall silent
RequestExecutionLevel user
SetCompress off
!include FileFunc.nsh
Section
  ${GetParameters} $0
  FileOpen $1 "${ASKED}" a
  FileSeek $1 0 END
  FileWrite $1 "$0$\r$\n"
  FileClose $1
  ExecWait '"$SYSDIR\msiexec.exe" $0 UPGRADINGPRODUCTCODE={00000000-0000-0000-0000-000000000001}' $0
  SetErrorLevel $0
SectionEnd
