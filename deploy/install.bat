@echo off
rem Installs the dashboard from this folder, without internet: a Python is looked for, wheels\ has all packages.
chcp 65001 >nul
setlocal
cd /d "%~dp0"
set FOUND=
for %%V in (3.13 3.12 3.11) do (
    if not defined FOUND py -%%V -c "" >nul 2>&1 && set FOUND=py -%%V
)
if not defined FOUND (
    python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>&1 && set FOUND=python
)
if not defined FOUND (
    echo 没有找到 Python 3.11、3.12 或 3.13。请把 python.org 的 Windows 安装程序 python-3.13.x-amd64.exe 一并拷来，
    echo 安装时勾选 Add python.exe to PATH，再运行本文件。
    pause
    exit /b 1
)
echo 正在安装，约需一两分钟……
%FOUND% -m venv .venv
if errorlevel 1 (
    echo 不能建立 .venv：请把整个文件夹拷到可以写入的地方，例如桌面，再运行一次。
    pause
    exit /b 1
)
set PIP_NO_INDEX=1
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-deps --find-links wheels -r requirements.txt
if errorlevel 1 (
    echo 安装没有完成，见上面的英文。请确认安装包与这台电脑相配，再运行一次。
    pause
    exit /b 1
)
> start.bat echo @echo off
>> start.bat echo cd /d "%%~dp0"
>> start.bat echo .venv\Scripts\python -m ui
>> start.bat echo pause
echo 安装好了。以后双击 start.bat 启动看板。
pause
