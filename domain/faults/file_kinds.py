"""Kinds of faults of a file as a whole: each refuses it."""

from typing import Final

from domain.faults.fault_kind import FaultKind

_SAVE_AGAIN: Final = "请用 WPS 或 Excel 打开，另存为“.xlsx”后再上传"
_SPLIT: Final = "请只保留要更新的工作表，或分成几个文件上传"

FILE_KINDS: Final[tuple[FaultKind, ...]] = (
    FaultKind("empty", "refuse", "文件是空的", "文件是空的", "请检查是否选对了文件"),
    FaultKind("too_big", "refuse", "文件太大", "文件有 {size} MB，超过 {limit} MB", _SPLIT),
    FaultKind("not_a_workbook", "refuse", "不是表格文件", "这是{kind}，不是台账能读的表格", _SAVE_AGAIN),
    FaultKind(
        "binary_workbook",
        "refuse",
        "“.xlsb”不能读",
        "这是二进制工作簿（.xlsb），看不出数字格式和合并的单元格，读进来的数可能是错的",
        "请用 WPS 或 Excel 打开，“另存为”时选“Excel 工作簿（*.xlsx）”，再上传",
    ),
    FaultKind(
        "word_document",
        "refuse",
        "是 Word 文档",
        "这是 Word 文档，不是台账能读的表格",
        "报告和报告里的表格请在“导入报告”页导入；只要其中一张表的，请复制到 Excel 里另存为“.xlsx”再上传",
    ),
    FaultKind(
        "pdf_document",
        "refuse",
        "是 PDF 文件",
        "这是 PDF 文件，不是台账能读的表格",
        "报告请在“导入报告”页导入；表格请上传原来的 Excel 文件",
    ),
    FaultKind(
        "encrypted",
        "refuse",
        "文件有密码",
        "文件设了打开密码，读不出来",
        "请在 WPS 或 Excel 中取消密码，保存后再上传",
    ),
    FaultKind("macros", "refuse", "文件带宏", "文件带有宏（自动运行的程序），为安全起见不读取", _SAVE_AGAIN),
    FaultKind(
        "too_many_parts", "refuse", "文件内部结构异常", "文件内部有 {count} 个部件，超过 {limit} 个", _SAVE_AGAIN
    ),
    FaultKind(
        "inflates",
        "refuse",
        "解压后太大",
        "文件解压后超过 {limit} MB",
        "请删去图片和空白的行列，或分成几个文件上传",
    ),
    FaultKind("squeezed", "refuse", "压缩率异常", "文件中“{part}”压缩了 {limit} 倍以上，不像正常的表格", _SAVE_AGAIN),
    FaultKind("doctype", "refuse", "含有不允许的声明", "文件中“{part}”含有 DOCTYPE 声明，正常的表格没有", _SAVE_AGAIN),
    FaultKind("bad_name", "refuse", "内部名称异常", "文件内部有名称不正常的部件“{part}”", _SAVE_AGAIN),
    FaultKind("broken", "refuse", "文件已损坏", "文件已损坏或没有传完整", "请重新打开、另存后再上传"),
    FaultKind(
        "encoding",
        "refuse",
        "文字编码无法识别",
        "CSV 的文字编码不是 UTF-8、GB18030 或 UTF-16，或含有控制字符",
        _SAVE_AGAIN,
    ),
    FaultKind("too_slow", "refuse", "读取超时", "读取超过 {limit} 秒仍未完成", _SPLIT),
    FaultKind("too_much", "refuse", "内容太多", "读取所需内存超过限额，内容太多或文件异常", _SPLIT),
    FaultKind(
        "far_cell",
        "refuse",
        "有远离数据的内容",
        "在远离数据的地方还有内容，整张表因此过大",
        "请删去该单元格所在的整行整列，保存后再上传",
    ),
    FaultKind("too_many_rows", "refuse", "行数太多", "有内容的行超过 {limit} 行", _SPLIT),
    FaultKind("too_many_columns", "refuse", "列数太多", "有内容的列超过 {limit} 列", "请删去多余的列后再上传"),
    FaultKind("unreadable", "refuse", "无法解析", "文件内部有错，读取程序无法解析", _SAVE_AGAIN),
    FaultKind("busy", "refuse", "系统正忙", "正在读取别人上传的文件", "请等一分钟后再上传"),
    FaultKind(
        "csv_quote",
        "refuse",
        "CSV 的引号不成对",
        "第 {line} 行起有一个引号没有配对，后面的内容会串在一起",
        "请补上或删去这一行里多余的引号，或在 WPS、Excel 中核对后另存为“.xlsx”",
    ),
    FaultKind(
        "csv_mark",
        "refuse",
        "CSV 里有多余的编码标记",
        "第 {line} 行开头多了一个编码标记（BOM），像是几个文件拼在一起，或重复转过编码",
        "请在 WPS 或 Excel 中打开核对，另存为“.xlsx”后再上传",
    ),
)
