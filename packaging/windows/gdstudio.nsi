; The installer for Windows: for one user, without an administrator. Made by makensis, which runs on Linux too.
;
; NOT TESTED ON WINDOWS: it is compiled here against a stand-in for the frozen program; see README.md beside it.
;
; Called with: -DVERSION=0.1.0 -DPAYLOAD=folder of the frozen program -DOUTPUT=file.exe -DICON=file.ico

Unicode true
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user

!define ID "org.gdstudio.GradientDescentStudio"
!define NAME "Gradient Descent Studio"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define CLASSES "Software\Classes"

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\gdstudio"
InstallDirRegKey HKCU "Software\${ID}" "InstallDir"
Icon "${ICON}"
UninstallIcon "${ICON}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME}, installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence; Qt under LGPL-3.0"

!include "MUI2.nsh"
!include "FileFunc.nsh"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\gdstudio.exe"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Section "Install"
  ; An older version's files must not stay among the new ones.
  IfFileExists "$INSTDIR\uninstall.exe" 0 +2
    RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\${ID}" "InstallDir" "$INSTDIR"

  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\gdstudio.exe"

  ; A run file opens with a double click.
  WriteRegStr HKCU "${CLASSES}\.gdrun" "" "${ID}.run"
  WriteRegStr HKCU "${CLASSES}\.gdrun" "Content Type" "application/x-gdstudio-run"
  WriteRegStr HKCU "${CLASSES}\${ID}.run" "" "Training run"
  WriteRegStr HKCU "${CLASSES}\${ID}.run\DefaultIcon" "" "$INSTDIR\gdstudio.exe,0"
  WriteRegStr HKCU "${CLASSES}\${ID}.run\shell\open\command" "" '"$INSTDIR\gdstudio.exe" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\gdstudio.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; Only what was installed: a folder that somebody chose may hold other things too.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\gdstudio.exe"
  Delete "$INSTDIR\gdstudio-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${CLASSES}\${ID}.run"
  ReadRegStr $0 HKCU "${CLASSES}\.gdrun" ""
  StrCmp $0 "${ID}.run" 0 +2
    DeleteRegKey HKCU "${CLASSES}\.gdrun"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${ID}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
