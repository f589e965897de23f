"""Errors of the operating system in Chinese: its own words are those of its language settings."""

import errno

_REASONS = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一级不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件太大",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EINVAL: "文件名或者操作不能用",
    errno.EILSEQ: "文件名里有不能用的字符",
    errno.EBUSY: "正被别的程序使用",
    errno.ETXTBSY: "正被别的程序使用",
    errno.EXDEV: "不在同一个磁盘上",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EIO: "读写磁盘出错",
    errno.EPIPE: "接收的程序已经关闭",
    errno.ENODEV: "没有这个设备",
    errno.ENXIO: "没有这个设备",
}


def reason(error: OSError) -> str:
    """Return why the system refused, in Chinese; of rare errors the number."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
