"""What Git complains of, in Chinese: its own words come last, as 原文."""

from generator.core import complaints

_MEANINGS = (
    (("No space left on device", "Disk quota exceeded"), "磁盘满了"),
    (("Read-only file system",), "磁盘是只读的"),
    (("File exists", "index.lock"), "别的 Git 程序正占着这个仓库"),
    (("Permission denied", "insufficient permission", "Operation not permitted"), "没有读写的权限"),
    (("bad config", "bad numeric config", "bad boolean config"), "Git 的设置里有一行写错了"),
    (("index file", "bad index", "bad signature"), "暂存区的文件损坏了"),
    (("gpg failed", "failed to sign", "signing failed", "No secret key", "user.signingkey"),
     "没有签成名"),
    (("empty ident name", "unable to auto-detect email", "tell me who you are"),
     "Git 不知道录入的人是谁"),
    (("unknown revision", "bad revision", "ambiguous argument", "Not a valid object name",
      "not a valid object name", "not a valid ref"), "没有这个分支或者提交"),
    (("bad object", "missing blob", "unable to read", "could not read", "object file",
      "corrupt", "inflate", "garbage", "fatal: loose object", "unable to unpack", "bad tree",
      "failed to read", "invalid object", "unable to find"), "仓库里有对象缺失或者损坏"),
    (("cannot lock ref", "reference already exists", "is at"), "这个分支同时被改动了"),
    (("unable to create", "unable to write", "cannot create", "could not write"), "写不了文件"),
    (("Cannot allocate memory", "out of memory"), "内存不够"),
    (("timed out", "Connection", "resolve host"), "连不上远程仓库"),
)  # fmt: skip
"""Words of Git → what they mean, the surest first."""


def in_chinese(complaint: bytes) -> str:
    """Return what went wrong, and the last line of Git's own words behind it."""
    return complaints.in_chinese("Git", complaint.decode("utf-8", "replace"), _MEANINGS)
