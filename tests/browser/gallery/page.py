"""Widgets whose frame has texts of its own."""

import pandas as pd
import streamlit as st

st.set_page_config(page_title="组件", page_icon="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>")
st.file_uploader("上传", type=["md"], accept_multiple_files=True)
st.selectbox("单选", ["一", "二"], index=None)
st.multiselect("多选", ["一", "二"])
st.number_input("数", help="说明文字")
st.text_input("文字", type="password")
st.text_area("长文")
st.date_input("日期", value=None, format="YYYY-MM-DD")
st.data_editor(pd.DataFrame({"甲": [1, 2]}), num_rows="dynamic")
st.code("1 + 1")
st.header("小节")
with st.form("表单"):
    st.text_input("表单文字")
    st.form_submit_button("提交")


@st.dialog("对话框")
def talk() -> None:
    """A dialog has a button of the frame."""
    st.markdown("内容")


if st.button("打开对话框"):
    talk()
