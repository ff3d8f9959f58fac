"""汇报模式 and print: documents of slides at addresses of their own, outside of Streamlit's frame."""
